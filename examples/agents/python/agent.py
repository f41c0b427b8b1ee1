#!/usr/bin/env python3
"""An agent that answers SQL from a database of its own: what the last user left is gone after reset."""
import json, os, queue, sqlite3, sys, threading

LONGEST = int(os.environ["MUSTER_MAX_FRAME_BYTES"])
requests = queue.SimpleQueue()
cancelled = {}  # an event for each request that is open
speaking = threading.Lock()


def say(**frame):
    line = json.dumps(frame, allow_nan=False)  # in ASCII, so that its characters are its bytes
    if len(line) > LONGEST:
        raise ValueError(f"an answer of {len(line)} bytes exceeds {LONGEST}")
    with speaking:
        print(line, flush=True)


def query(db, sql, parameters=()):
    cursor = db.execute(sql, parameters)
    return {"columns": [name for name, *_ in cursor.description or ()], "rows": cursor.fetchall()}


def work():
    """Does one request after the other, while the main thread goes on listening."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    while frame := requests.get():
        id, value = frame["id"], None
        # SQLite asks again and again whether to stop: so a cancel ends even an endless query.
        db.set_progress_handler(cancelled[id].is_set, 10_000)
        try:
            if frame["type"] == "reset":
                db = sqlite3.connect(":memory:", isolation_level=None)
            else:
                value = query(db, **frame["payload"])
            say(type="result", id=id, value=value)
        except Exception as error:
            say(type="error", id=id, name=type(error).__name__, message=str(error)[: LONGEST // 16])
        del cancelled[id]


say(type="hello", protocol=1, agent=os.environ["MUSTER_AGENT"],
    incarnation=int(os.environ["MUSTER_INCARNATION"]), token=os.environ.pop("MUSTER_TOKEN"))
threading.Thread(target=work).start()
say(type="ready")
for line in sys.stdin.buffer:
    match json.loads(line):
        case {"type": "task" | "reset", "id": id} as frame:
            cancelled[id] = threading.Event()
            requests.put(frame)
        case {"type": "cancel", "id": id} if event := cancelled.get(id):
            event.set()
        case {"type": "ping", "id": id}:
            say(type="pong", id=id)
        case {"type": "message", "seq": seq}:
            say(type="ack", seq=seq)
        case {"type": "stop"}:
            break
for event in list(cancelled.values()):
    event.set()
requests.put(None)
