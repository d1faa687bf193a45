"""What people do in a working hour: save, read their work, the tables and the list, with pauses to think."""

import itertools
import os
import random
import re

from locust import HttpUser, between, task

PEOPLE = [desk.split(":") for desk in os.environ["QA_LOAD_DESKS"].split(",")]
PASSWORD = os.environ["QA_LOAD_PASSWORD"]
_next = itertools.count()


class Auditor(HttpUser):
    """One of fifty; each has an audit of their own."""

    wait_time = between(0.5, 2.5)

    def on_start(self) -> None:
        self.email, self.audit_id = PEOPLE[next(_next) % len(PEOPLE)]
        page = self.client.get("/sign-in").text
        values = {"csrf_token": _token(page), "email": self.email, "password": PASSWORD}
        self.client.post("/sign-in", values, name="/sign-in (sent)")
        self.open_audit()

    def open_audit(self) -> None:
        page = self.client.get(f"/audits/{self.audit_id}/all", name="/audits/N/all").text
        self.csrf_token = _token(page)
        self.version = int(re.findall(r'name="version"[^>]*value="(\d+)"', page)[0])
        self.codes = re.findall(r'data-question="([^"]+)"', page)

    @task(10)
    def save(self) -> None:
        values = {
            "csrf_token": self.csrf_token,
            "version": self.version,
            f"text-{random.choice(self.codes)}": f"What was read {random.random()}",
            "typed": "1",
        }
        with self.client.post(
            f"/audits/{self.audit_id}/answers", values, name="/audits/N/answers", catch_response=True
        ) as answer:
            if answer.status_code == 200:
                self.version = answer.json()["version"]
            else:
                answer.failure(f"answered {answer.status_code}")

    @task(2)
    def read_the_form(self) -> None:
        self.open_audit()

    @task(3)
    def read_ones_work(self) -> None:
        self.client.get("/")

    @task(2)
    def read_the_tables(self) -> None:
        self.client.get("/judgements")

    @task(2)
    def read_the_list(self) -> None:
        self.client.get("/audits")


def _token(page: str) -> str:
    return re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
