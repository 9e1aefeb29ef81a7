-- What wrk asks for. Arguments: the workload, the lowest and the highest id, a text no other run has, a file of targets.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local PATH = "/api/v1/users"
local JSON = { ["Content-Type"] = "application/json" }

function init(arguments)
  workload, lowest, highest, run = arguments[1], tonumber(arguments[2]), tonumber(arguments[3]), arguments[4]
  math.randomseed(number * 7919 + 17)
  sent = 0
  list = wrk.format("GET", PATH)
  if workload == "cursor" then
    targets = {}
    for line in io.lines(arguments[5]) do
      targets[#targets + 1] = line
    end
  end
end

local function by_id()
  return wrk.format("GET", PATH .. "/" .. math.random(lowest, highest))
end

local function post()
  sent = sent + 1
  local email = string.format("%s-%d-%d@bench.example", run, number, sent)
  return wrk.format("POST", PATH, JSON, '{"name":"Bench Mark","email":"' .. email .. '"}')
end

-- Of ten requests, one writes; the others look at the list or at one user, in turn.
local function mixed()
  local draw = math.random(20)
  if draw <= 2 then
    return post()
  end
  return draw <= 11 and list or by_id()
end

function request()
  if workload == "list" then
    return list
  elseif workload == "cursor" then
    return wrk.format("GET", targets[math.random(#targets)])
  elseif workload == "by-id" then
    return by_id()
  elseif workload == "post" then
    return post()
  end
  return mixed()
end

-- One line that a program can read; times are microseconds.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "result requests=%d micros=%d socket_errors=%d status_errors=%d p50=%d p99=%d p999=%d max=%d\n",
    summary.requests, summary.duration, errors.connect + errors.read + errors.write + errors.timeout, errors.status,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max))
end
