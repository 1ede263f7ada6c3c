"""The command itself: what it prints, whom it answers, how it ends; and how quick the pages are."""

from __future__ import annotations

import re
import signal
import statistics
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from conftest import Served

pytestmark = pytest.mark.model  # the example is coded by the real language model


def status(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104
def test_serve(host: str, record: Path):
    command = [sys.executable, "-m", "detente", "serve", str(record), "--host", host, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            told = next(line for line in server.stderr if "the pages are at" in line)
            place = re.search(r":(\d+)/(\?token=[\w-]{16,})?", told)
            assert place, told
            port = int(place[1])
            if host == "127.0.0.1":
                assert place[2] is None
                assert status(port, "/") == 200
            else:
                assert "not encrypted" in server.stderr.readline()
                assert status(port, "/") == 401
                assert status(port, f"/{place[2]}") == 303
        finally:
            server.send_signal(signal.SIGINT)
        _, rest = server.communicate(timeout=30)
    assert "Traceback" not in rest


def test_a_port_that_is_taken_is_told_in_a_sentence(record: Path, example: Served):
    command = [sys.executable, "-m", "detente", "serve", str(record), "--port", str(example.port)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode == 1
    assert "cannot listen there" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_page_that_was_not_asked_for_before_is_quick(example: Served):
    keys = [row["key"] for row in example.json("sources")["rows"]]
    names = [row["party"] for row in example.json("parties")["rows"]][:20]
    addresses = [f"/article?key={key}" for key in keys] + [f"/statements?speaker={n.replace(' ', '+')}" for n in names]
    example.ask("/proposals")
    times = []
    for address in addresses:
        begun = time.process_time()  # of this process, which serves: what others do on the machine does not count
        assert example.ask(address)[0] == 200
        times.append(time.process_time() - begun)
    assert statistics.median(times) < 0.15
