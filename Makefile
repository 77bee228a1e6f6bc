# Thi Đua: what people run. CI (.ci/run) calls the same names.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo serve test test-postgres check fmt e2e messages lock bench-rules coverage-rules mutants bench-workbooks
SHELL := /bin/bash

PYTHON ?=
BIN := .venv/bin
PORT ?= 8000
PEOPLE ?= 1000000 11000000
SAMPLE ?= 600
ROWS ?= 100000
LOCKS := pyproject.toml uv.lock scripts/setup.sh
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

help:  ## Danh sách này
	@echo "Thi Đua — các lệnh:"
	@awk -F ':.*## ' '/^[a-z][a-z0-9-]*:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Lệnh của chương trình: $(BIN)/thidua --help"

setup: .venv/.core-ready $(CATALOGUES)  ## Tạo .venv, cài các gói đã khóa, dịch bảng chữ (dưới 2 giây khi không có gì đổi)

setup-dev: .venv/.dev-ready setup

.venv/.core-ready: $(LOCKS)
	@PYTHON="$(PYTHON)" scripts/setup.sh core

.venv/.dev-ready: $(LOCKS)
	@PYTHON="$(PYTHON)" scripts/setup.sh dev

%.mo: %.po | .venv/.core-ready
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@

demo: setup  ## Nạp thành phố mẫu rồi mở tại http://127.0.0.1:8000 (đổi cổng: PORT=9000)
	@$(BIN)/thidua demo --port $(PORT)

serve: setup  ## Chạy trang web và tiến trình việc nền trên dữ liệu đang có
	@$(BIN)/thidua serve --port $(PORT)

test: setup-dev  ## Chạy mọi bài kiểm thử, trừ trình duyệt
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not e2e"

test-postgres: setup-dev  ## Chạy cùng các bài kiểm thử trên PostgreSQL (tự dựng máy chủ tạm nếu không có DATABASE_URL)
	$(BIN)/python scripts/postgres.py $(BIN)/python -m pytest -n auto --dist worksteal -m "not e2e"

e2e: setup-dev  ## Chơi lại một năm trong trình duyệt Chromium thật (SCREENSHOTS=1: chụp ảnh cho tài liệu)
	$(BIN)/python -m pytest -m e2e tests/e2e

bench-rules: setup .venv-bench/.ready  ## Đo bộ luật biên dịch bên cạnh NumPy, pandas, DuckDB, OpenFisca, zen-engine, Spark (PEOPLE="1000000 11000000")
	$(BIN)/python -m benchmarks.rules.run --people $(PEOPLE) --python-bench .venv-bench/bin/python

bench-workbooks: setup-dev var/bench/peers/.ready  ## Đo việc nhập, xuất danh sách bên cạnh django-import-export, openpyxl, pandas (ROWS=100000)
	$(BIN)/python -m benchmarks.workbooks.run --rows $(ROWS)

coverage-rules: setup-dev  ## Kiểm tra rằng bài kiểm thử chạy qua từng dòng, từng nhánh của bộ luật
	$(BIN)/python -m pytest tests/rules -n auto --cov=thidua.rules --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100

mutants: setup-dev  ## Gài lỗi vào mã của luật và đếm bao nhiêu bị bài kiểm thử phát hiện (SAMPLE=600; 0: tất cả, nhiều giờ)
	$(BIN)/python scripts/mutants.py --sample $(SAMPLE)

var/bench/peers/.ready: benchmarks/workbooks/requirements.txt | .venv/.core-ready
	@$(BIN)/python -m pip install --quiet --no-deps --upgrade --target var/bench/peers -r $<
	@touch $@

.venv-bench/.ready: benchmarks/rules/requirements.txt | .venv/.core-ready
	@$(BIN)/python -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet -r $<
	@touch $@

check: setup-dev  ## Soi mã: định dạng, ruff, mypy, thứ tự nhập, mẫu trang, kiểm tra của Django, bản dịch
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint --quiet thidua/web/templates
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/thidua messages --check

fmt: setup-dev  ## Sửa định dạng và các lỗi nhỏ sửa được tự động
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

messages: setup-dev  ## Rút các câu chữ từ mã và mẫu trang vào locale/en, rồi dịch sang dạng máy đọc
	$(BIN)/thidua messages
	@$(MAKE) --no-print-directory setup

lock: setup-dev  ## Cập nhật uv.lock và các tệp khóa cho pip sau khi sửa pyproject.toml
	$(BIN)/uv lock
	$(BIN)/uv export --quiet --frozen --no-dev --no-emit-project --output-file requirements.lock
	$(BIN)/uv export --quiet --frozen --group dev --no-emit-project --output-file requirements-dev.lock
