"""The offline bundle (离线安装包): everything an office without internet needs, in one folder.

<folder>/
├── 安装.cmd, 卸载.cmd, 把工作簿拖到这里.cmd, 说明.txt
├── files.sha256                 checksums of all below, verified before anything is copied
├── scripts/                     PowerShell 5.1, called by the three above
├── app/perfxl.xlam              the add-in
├── app/runtime/                 Python with the packages and both DLLs
└── licences/                    of everything that is shipped
"""
