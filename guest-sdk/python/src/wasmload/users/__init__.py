"""Scenarios as classes, with the names that Locust has: users, tasks, waiting times. Not an imitation of Locust's runner:
plans say how many users there are, and for how long."""

from __future__ import annotations

from ._client import Client, ResponseContext
from ._task import task
from ._task_set import InterruptTaskSet, SequentialTaskSet, TaskSet
from ._user import FastHttpUser, HttpUser, User
from ._wait import between, constant, constant_pacing, constant_throughput

__all__ = [
    "Client",
    "FastHttpUser",
    "HttpUser",
    "InterruptTaskSet",
    "ResponseContext",
    "SequentialTaskSet",
    "TaskSet",
    "User",
    "between",
    "constant",
    "constant_pacing",
    "constant_throughput",
    "task",
]
