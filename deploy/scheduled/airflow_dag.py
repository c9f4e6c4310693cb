"""Evaluates new checkpoints every ten minutes; the task fails where a threshold is missed, and its log names the figure.

Needs the Airflow variable clip_home: the folder of the checkout on the workers.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

COMMAND = """
cd {{ var.value.clip_home }} || exit 1
deploy/local/clip evaluate --conf-file conf/eval/caltech101.yaml --watch runs/caltech101/checkpoints --once \
  --gate conf/eval/caltech101-gate.yaml --json
"""

with DAG(
    dag_id="clip_evaluate",
    start_date=datetime(2024, 1, 1),
    schedule=timedelta(minutes=10),
    catchup=False,
    max_active_runs=1,
) as dag:
    BashOperator(task_id="evaluate", bash_command=COMMAND, retries=0)
