"""Installation (安装): the add-in, the offline bundle and the self-check."""
