-- Sends one image again and again. Arguments: its file, and what is asked for.
local JPEG = { ["Content-Type"] = "image/jpeg" }

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  resize = wrk.format("POST", arguments[2], JPEG, file:read("*a"))
  file:close()
end

function request()
  return resize
end

-- One line that a program can read; times are microseconds.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "result requests=%d micros=%d socket_errors=%d status_errors=%d p50=%d p99=%d p999=%d max=%d\n",
    summary.requests, summary.duration, errors.connect + errors.read + errors.write + errors.timeout, errors.status,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max))
end
