#!/usr/bin/env python3
"""Mixed requests by concurrent clients, each answer checked against what the client itself has written.

  mixed.py http://127.0.0.1:8080 [requests=100000] [clients=16]

Prints how many answers there were, how many were wrong, and each status. Ends with 1 when an answer was wrong or 5xx.
"""
import collections, http.client, json, random, sys, threading, time, urllib.parse, uuid

url = urllib.parse.urlsplit(sys.argv[1])
total = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
clients = int(sys.argv[3]) if len(sys.argv) > 3 else 16
statuses, wrong, lock = collections.Counter(), [], threading.Lock()
run = uuid.uuid4().hex[:8]


class Client:
    def __init__(self, number):
        self.number, self.random = number, random.Random(number)
        self.connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
        self.users, self.count, self.events = {}, 0, 0

    def ask(self, method, path, body=None, headers=()):
        data = None if body is None else json.dumps(body)
        all_headers = dict(headers)
        if data is not None:
            all_headers.setdefault("Content-Type", "application/json")
        self.connection.request(method, path, data, all_headers)
        response = self.connection.getresponse()
        text = response.read()
        with lock:
            statuses[response.status] += 1
        self.count += 1
        return response.status, (json.loads(text) if text else None)

    def expect(self, right, what):
        if not right:
            with lock:
                wrong.append(what)

    def register(self):
        name = f"Client {self.number} {self.random.randrange(10**6)}"
        email = f"c{run}-{self.number}-{self.count}@example.org"
        status, user = self.ask("POST", "/api/v1/users", {"name": name, "email": email},
                                {"Idempotency-Key": email} if self.random.random() < 0.3 else {})
        self.expect(status == 201 and user["email"] == email and user["name"] == name, ("register", status, user))
        if status == 201:
            self.users[user["id"]] = (name, email)

    def read(self):
        id = self.random.choice(list(self.users))
        status, user = self.ask("GET", f"/api/v1/users/{id}")
        name, email = self.users[id]
        self.expect(status == 200 and (user["id"], user["name"], user["email"]) == (id, name, email), ("read", id, status, user))

    def rename(self):
        id = self.random.choice(list(self.users))
        name = f"Renamed {self.random.randrange(10**6)}"
        status, user = self.ask("PATCH", f"/api/v1/users/{id}", {"name": name}, {"Content-Type": "application/merge-patch+json"})
        self.expect(status == 200 and user["id"] == id and user["name"] == name, ("rename", id, status, user))
        if status == 200:
            self.users[id] = (name, self.users[id][1])

    def remove(self):
        if len(self.users) < 5:
            return self.register()
        id = self.random.choice(list(self.users))
        status, _ = self.ask("DELETE", f"/api/v1/users/{id}")
        self.expect(status == 204, ("remove", id, status))
        del self.users[id]
        status, _ = self.ask("GET", f"/api/v1/users/{id}")
        self.expect(status == 404, ("removed", id, status))

    def list(self):
        status, page = self.ask("GET", "/api/v1/users?limit=50")
        self.expect(status == 200 and len(page) == 50 or status == 200, ("list", status))

    def search(self):
        name, email = self.users[self.random.choice(list(self.users))]
        text = name if self.random.random() < 0.5 else name.split()[-1][:2]
        status, page = self.ask("GET", "/api/v1/users?limit=20&search=" + urllib.parse.quote(text))
        self.expect(status == 200 and all(text.lower() in u["name"].lower() for u in page) and page, ("search", text, status, page))

    def event(self):
        status, answer = self.ask("POST", "/api/v1/analytics", {"name": f"of {run} {self.number}", "user_id": f"p{self.events % 7}", "properties": {"plan": "pro"}})
        self.expect(status in (201, 202), ("event", status, answer))
        self.events += 1

    def question(self):
        event = urllib.parse.quote(f"of {run} {self.number}")
        status, trend = self.ask("GET", f"/api/v1/analytics/trends?event={event}&interval=day")
        # All that was acknowledged to this client is counted.
        right = status == 200 and sum(bucket["count"] for bucket in trend) == self.events
        self.expect(right, ("question", self.events, status, trend))

    def work(self):
        self.register()
        kinds = [self.read] * 12 + [self.list] * 2 + [self.search] * 2 + [self.register] * 2 + [self.rename] * 2 + [self.remove, self.event, self.event, self.question]
        while self.count < total // clients:
            self.random.choice(kinds)()


def work(number):
    try:
        Client(number).work()
    except Exception as e:
        with lock:
            wrong.append((number, repr(e)))


begin = time.time()
threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
[t.start() for t in threads]
[t.join() for t in threads]
print(f"{sum(statuses.values())} answers in {time.time() - begin:.0f} s, {len(wrong)} wrong, statuses {dict(statuses)}")
for one in wrong[:5]:
    print(one)
sys.exit(1 if wrong or any(s >= 500 for s in statuses) else 0)
