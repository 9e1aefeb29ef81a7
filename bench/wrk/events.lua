-- Sends events. Argument: a file with a body on each line.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local JSON = { ["Content-Type"] = "application/json" }

function init(arguments)
  requests = {}
  for body in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("POST", "/api/v1/analytics", JSON, body)
  end
  sent = number * 997
end

function request()
  sent = sent + 1
  return requests[sent % #requests + 1]
end

-- One line that a program can read; times are microseconds.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "result requests=%d micros=%d socket_errors=%d status_errors=%d p50=%d p99=%d p999=%d max=%d\n",
    summary.requests, summary.duration, errors.connect + errors.read + errors.write + errors.timeout, errors.status,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max))
end
