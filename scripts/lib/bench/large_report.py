"""Writes a JSON report of Playwright of any size, always the same: python3 large_report.py MEGABYTES FILE [SHARE-OF-FAILURES]"""
import json
import random
import sys

PER_FILE = 50
OUTPUT = [{"text": f"log line {number} of the app: GET /api/items 200 in 3 ms\n"} for number in range(8)]
MESSAGES = [
    "Error: expect(locator).toBeVisible() failed\n\nLocator: getByRole('button', {{ name: 'Pay {n}' }})\nExpected: visible\n"
    "Timeout: 5000ms\nError: element(s) not found\n\nCall log:\n  - Expect \"toBeVisible\" with timeout 5000ms\n"
    "  - waiting for getByRole('button', {{ name: 'Pay {n}' }})\n",
    "Error: page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:3000/{n}\nCall log:\n  - navigating to "
    "\"http://localhost:3000/{n}\", waiting until \"load\"\n",
    "Error: expect(received).toBe(expected) // Object.is equality\n\nExpected: 200\nReceived: 500\n",
    "TimeoutError: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByTestId('item-{n}')\n",
]


def result(chance, is_bad):
    value = {
        "workerIndex": 0, "parallelIndex": 0, "status": "failed" if is_bad else "passed", "duration": 123, "errors": [],
        "stdout": OUTPUT, "stderr": [], "retry": 0, "startTime": "2026-01-01T00:00:00.000Z", "annotations": [],
        "attachments": [], "steps": [{"title": "order", "duration": 5}],
    }
    if is_bad:
        message = chance.choice(MESSAGES).format(n=chance.randrange(50))
        error = {
            "message": message, "stack": message + "    at /app/e2e/shop.spec.ts:12:3",
            "location": {"file": "/app/e2e/shop.spec.ts", "line": 12, "column": 3},
            "snippet": "> 12 | await expect(pay).toBeVisible()",
        }
        value["error"] = error
        value["errors"] = [error]
    return value


def spec(chance, number, share):
    is_bad = chance.random() < share
    test = {
        "timeout": 30000, "annotations": [], "expectedStatus": "passed", "projectId": "chromium",
        "projectName": "chromium", "results": [result(chance, is_bad)], "status": "unexpected" if is_bad else "expected",
    }
    return {
        "title": f"does thing {number}", "ok": not is_bad, "tags": [], "tests": [test], "id": f"id{number}",
        "file": f"a{number // PER_FILE}.spec.ts", "line": number % PER_FILE, "column": 3,
    }


def write(path, megabytes, share):
    """Returns how many tests are in it."""
    chance = random.Random(1)
    count = 0
    with open(path, "w", encoding="utf-8") as file:
        size = file.write('{"config":{"rootDir":"/app/e2e","version":"1.63.0","projects":[]},"suites":[')
        while size < megabytes * 1_000_000:
            name = f"a{count // PER_FILE}.spec.ts"
            specs = [spec(chance, count + number, share) for number in range(PER_FILE)]
            suite = {"title": name, "file": name, "column": 0, "line": 0, "specs": specs}
            size += file.write(("," if count else "") + json.dumps(suite, indent=1))
            count += PER_FILE
        file.write('],"errors":[],"stats":{"expected":1,"unexpected":1}}')
    return count


if __name__ == "__main__":
    write(sys.argv[2], int(sys.argv[1]), float(sys.argv[3]) if len(sys.argv) > 3 else 0.01)
