#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs QEMU for one test, writes the serial console to a log, and does for the robot what only its
host can do:

    RK-HOST qmp COMMAND    on the console sends that QMP command (a press of the power key, say)

usage: boot.py SECONDS LOG QMP-SOCKET QEMU ARGUMENT...
       boot.py qmp QMP-SOCKET COMMAND     that alone, to a robot that runs already
Exit: 0 QEMU ended, 1 it refused the command, 124 out of time.
"""
import json
import os
import socket
import subprocess
import sys
import threading


def qmp(path, command):
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(10)
        s.connect(path)
        stream = s.makefile("rw")
        stream.readline()
        for request in ("qmp_capabilities", command):
            stream.write(json.dumps({"execute": request}) + "\n")
            stream.flush()
            while "return" not in (reply := json.loads(stream.readline())):
                if "error" in reply:
                    return reply["error"].get("desc", "refused")
    return None


def main(seconds, log, path, *command):
    if os.path.exists(path):
        os.unlink(path)
    robot = subprocess.Popen(
        [*command, "-qmp", f"unix:{path},server=on,wait=off"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    late = threading.Event()

    def stop():
        late.set()
        robot.kill()

    timer = threading.Timer(float(seconds), stop)
    timer.start()
    with open(log, "w", encoding="utf-8") as out:
        for raw in robot.stdout:
            line = raw.decode("utf-8", "replace").replace("\r", "")
            out.write(line)
            out.flush()
            if line.startswith("RK-HOST qmp "):
                problem = qmp(path, line.split()[2])
                if problem:
                    out.write(f"host: {problem}\n")
        if late.is_set():
            out.write(f"host: out of time after {seconds} s\n")
    timer.cancel()
    robot.wait()
    return 124 if late.is_set() else 0


def command(path, name):
    problem = qmp(path, name)
    if problem:
        print(f"boot.py: {problem}", file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(command(*sys.argv[2:]) if sys.argv[1] == "qmp" else main(*sys.argv[1:]))
