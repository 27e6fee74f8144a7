#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check-sarif.py BUILD: SARIF output against the JSON schema of SARIF 2.1.0.

Every program of test/lit/verifier is judged with --format sarif, alone and all in one log, and each
log is validated. Needs python3-jsonschema, clang-19, and npm for the schema, which is the one in
@microsoft/jest-sarif, known by its SHA-256. Fails if no code flow was among them. Where npm is absent,
or gives no package, nothing is judged: the last line says why, and the exit code is 75.
"""
import hashlib
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
MEMBER = "package/lib/schemas/sarif-2.1.0-rtm.5.json"
SHA256 = "2d99159ae54a3eea97f81781cff48780548657c35949f4b7f25e99a2ba4de4f8"
SKIPPED = 75
TOP = pathlib.Path(__file__).resolve().parent.parent


def skip(reason):
    print(f"check-sarif: no schema: {reason}")
    sys.exit(SKIPPED)


def fetch(folder):
    try:
        run = subprocess.run(["npm", "pack", "--loglevel=error", "--fetch-retries=0", PACKAGE], cwd=folder,
                             check=False, capture_output=True, text=True, errors="replace", timeout=300)
    except FileNotFoundError:
        skip("npm is not installed")
    except subprocess.TimeoutExpired:
        skip(f"npm had not fetched {PACKAGE} after 300 s")
    if run.returncode:
        skip(f"npm does not fetch {PACKAGE}: {' '.join(run.stderr.splitlines()[:3])}")


def schema(folder):
    fetch(folder)
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        text = package.extractfile(MEMBER).read()
    if hashlib.sha256(text).hexdigest() != SHA256:
        sys.exit(f"check-sarif: {MEMBER} of {PACKAGE} is another one")
    return json.loads(text)


def objects(folder):
    include = TOP / "include"
    command = ["clang-19", "-target", "bpf", "-O2", "-g", "-mcpu=v3", "-I", include / "rk" / "bpf", "-I", include,
               "-D__TARGET_ARCH_x86", "-w", "-c"]
    for source in sorted((TOP / "test/lit/verifier").glob("*.c")):
        out = folder / (source.stem + ".o")
        if not subprocess.run([*command, source, "-o", out], check=False, capture_output=True).returncode:
            yield out


def judge(rkverify, files):
    run = subprocess.run([rkverify, "--format", "sarif", *files], check=False, stdout=subprocess.PIPE)
    if run.returncode not in (0, 1):
        sys.exit(f"check-sarif: rkverify ended with {run.returncode}")
    return json.loads(run.stdout)


def main():
    rkverify = pathlib.Path(sys.argv[1]) / "bin/rkverify"
    logs = bad = flows = results = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        document = schema(folder)
        import jsonschema  # after what may skip: only now is it needed
        validator = jsonschema.Draft4Validator(document)
        if not list(validator.iter_errors({"version": "2.0.0", "runs": []})):
            sys.exit("check-sarif: the schema allows anything")
        files = list(objects(folder))
        for group in [*([f] for f in files), files]:
            log = judge(rkverify, group)
            logs += 1
            for error in validator.iter_errors(log):
                bad += 1
                print(f"{group[0].name}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
            for result in log["runs"][0]["results"] if len(group) == 1 else []:
                results += 1
                flows += "codeFlows" in result
    print(f"{logs} logs, {results} results, {flows} with a code flow, {bad} errors")
    return bool(bad) or not flows or not logs


if __name__ == "__main__":
    sys.exit(main())
