/**
 * KEYS: map, by section, by block, recent, invalidated, cleared, lease, state, locks. ARGV: a request, see `MergeRequest`.
 *
 * Takes seats that are newer by version, and writes map, blocks, rows and counts to match. `load` brings a whole section and writes
 * everything anew; `change` brings some seats (kept for a minute besides, for a load under way) and `lapse` none: only time has passed. These
 * two patch the texts, since reading 900 seats to change two would take Redis a millisecond. Keys that cannot say when a lock of theirs
 * lapses live until the first of them does.
 *
 * A map's text is `{"stamp":…,…,"seats":{…}}`. State, beside it, has a tuple (see `SeatTuple`) for each seat that was ever changed, and under
 * `#base` the load they belong to: a map and a state of different loads (one was evicted) count as not there.
 *
 * Answers false when nothing was written, else the new stamp, the end of freshness, whether the map is fresh, and the seats that were known
 * newer than the load brought them.
 */
export const MERGE = `
local MAP, BY_SECTION, BY_BLOCK, RECENT, STATE, LOCKS = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[8], KEYS[9]
local request = cjson.decode(ARGV[1])
local nowMs, ttlMs = request.nowMs, request.ttlMs
local isLoad = request.kind == 'load'

if request.kind == 'change' then
  for _, seat in ipairs(request.seats) do
    local known = redis.call('HGET', RECENT, seat[1])
    if not known or cjson.decode(known)[3] < seat[3] then redis.call('HSET', RECENT, seat[1], cjson.encode(seat)) end
  end
  redis.call('PEXPIRE', RECENT, request.recentMs)
end

local head, body
do
  local start, rest = string.match(redis.call('GET', MAP) or '', '^({"stamp":.-),"seats":{(.*)}}$')
  local isRead, read = pcall(cjson.decode, (start or '') .. '}')
  if isRead and type(read) == 'table' and read.base and read.base == redis.call('HGET', STATE, '#base') then
    head, body = read, rest
  end
end
if not head and not isLoad then return false end
if request.kind == 'lapse' and (not head.nextLapseMs or head.nextLapseMs > nowMs) then return false end
head = head or { availableCount = 0, freshUntilMs = 0, seen = 'never' }

local function parts(id)
  local block, row, number = string.match(id, '^([^#]*)#([^#]*)#(.*)$')
  return block, row, number
end

local function lifeMs(lapseMs)
  return lapseMs and math.max(1, math.min(ttlMs, lapseMs - nowMs)) or ttlMs
end

local function entry(name, availability)
  return '"' .. name .. '":"' .. availability .. '"'
end

local function remember(seat)
  redis.call('HSET', STATE, seat[1], cjson.encode(seat))
  if seat[4] > 0 then redis.call('ZADD', LOCKS, seat[4], seat[1]) else redis.call('ZREM', LOCKS, seat[1]) end
end

local function writePart(key, free, entries, lapseMs)
  redis.call('SET', MAP .. ':' .. key, '{"availableCount":' .. free .. ',"seats":{' .. entries .. '}}', 'PX', lifeMs(lapseMs))
end

local newer = {}

if isLoad then
  local seats = {}
  for name, availability in string.gmatch(body or '', '"([^"]+)":"(%l+)"') do seats[name] = { name, availability, 0, 0, '' } end
  if body then
    local known = redis.call('HGETALL', STATE)
    for i = 1, #known, 2 do
      if known[i] ~= '#base' then seats[known[i]] = cjson.decode(known[i + 1]) end
    end
  end
  for _, seat in ipairs(request.seats) do
    local known = seats[seat[1]]
    if not known or known[3] < seat[3] then seats[seat[1]] = seat
    elseif known[3] > seat[3] then newer[#newer + 1] = known end
  end
  for _, change in ipairs(redis.call('HVALS', RECENT)) do
    local seat = cjson.decode(change)
    local known = seats[seat[1]]
    if not known or known[3] < seat[3] then
      seats[seat[1]] = seat
      newer[#newer + 1] = seat
    end
  end

  redis.call('DEL', STATE, LOCKS)
  local texts, groups = {}, {}
  local function group(key)
    groups[key] = groups[key] or { free = 0, texts = {} }
    return groups[key]
  end
  local function put(key, name, seat)
    local one = group(key)
    one.texts[#one.texts + 1] = entry(name, seat[2])
    if seat[2] == 'available' then one.free = one.free + 1 end
    if seat[4] > 0 and (not one.lapseMs or seat[4] < one.lapseMs) then one.lapseMs = seat[4] end
  end
  head.availableCount, head.blocks = 0, {}
  for id, seat in pairs(seats) do
    if seat[4] > 0 and seat[4] <= nowMs then seat = { id, 'available', seat[3], 0, '' } end
    if seat[3] > 0 then remember(seat) end
    texts[#texts + 1] = entry(id, seat[2])
    local block, row, number = parts(id)
    put(block, row .. '#' .. number, seat)
    put(block .. ':' .. row, number, seat)
    local isFree = seat[2] == 'available' and 1 or 0
    head.availableCount, head.blocks[block] = head.availableCount + isFree, (head.blocks[block] or 0) + isFree
  end
  body = table.concat(texts, ',')
  head.base = request.stamp
  redis.call('HSET', STATE, '#base', head.base)
  for key, one in pairs(groups) do writePart(key, one.free, table.concat(one.texts, ','), one.lapseMs) end
else
  local function replaced(text, name, from, to)
    local old = entry(name, from)
    local at = string.find(text, old, 1, true)
    return at and string.sub(text, 1, at - 1) .. entry(name, to) .. string.sub(text, at + #old)
  end
  local shown, isWhole = {}, true
  local function show(seat, from)
    remember(seat)
    local id, to = seat[1], seat[2]
    if from == to then return end
    local text = replaced(body, id, from, to)
    if not text then
      isWhole = false
      return
    end
    body = text
    local gained = (to == 'available' and 1 or 0) - (from == 'available' and 1 or 0)
    local block, row, number = parts(id)
    head.availableCount, head.blocks[block] = head.availableCount + gained, head.blocks[block] + gained
    shown[#shown + 1] = { block, row .. '#' .. number, from, to, gained }
    shown[#shown + 1] = { block .. ':' .. row, number, from, to, gained }
  end

  local isChanged = false
  for _, seat in ipairs(request.seats) do
    local known = redis.call('HGET', STATE, seat[1])
    local before = known and cjson.decode(known) or { seat[1], 'available', 0, 0, '' }
    if before[3] < seat[3] then
      show(seat, before[2])
      isChanged = true
    end
  end
  if request.kind == 'change' and not isChanged then return false end
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', LOCKS, '-inf', nowMs)) do
    local before = cjson.decode(redis.call('HGET', STATE, id))
    show({ id, 'available', before[3], 0, '' }, before[2])
  end
  if not isWhole then
    redis.call('DEL', MAP)
    return false
  end

  local locks = redis.call('ZRANGE', LOCKS, 0, -1, 'WITHSCORES')
  local touched = {}
  for _, one in ipairs(shown) do
    touched[one[1]] = touched[one[1]] or {}
    table.insert(touched[one[1]], one)
  end
  for key, patches in pairs(touched) do
    local prefix = string.gsub(key, ':', '#') .. '#'
    local length = #prefix
    local lapseMs
    for i = 1, #locks, 2 do
      if string.sub(locks[i], 1, length) == prefix then
        lapseMs = tonumber(locks[i + 1])
        break
      end
    end
    local free, entries = string.match(redis.call('GET', MAP .. ':' .. key) or '', '^{"availableCount":(%d+),"seats":{(.*)}}$')
    for _, patch in ipairs(patches) do
      entries = entries and replaced(entries, patch[2], patch[3], patch[4])
      free = entries and free + patch[5]
    end
    if not entries then
      local texts = {}
      free = 0
      for name, availability in string.gmatch(body, '"([^"]+)":"(%l+)"') do
        if string.sub(name, 1, length) == prefix then
          texts[#texts + 1] = entry(string.sub(name, length + 1), availability)
          if availability == 'available' then free = free + 1 end
        end
      end
      entries = table.concat(texts, ',')
    end
    writePart(key, free, entries, lapseMs)
  end
end

local seen = (redis.call('GET', KEYS[5]) or '') .. '|' .. (redis.call('GET', KEYS[6]) or '')
if isLoad and request.seen == seen then
  head.seen, head.freshUntilMs = seen, nowMs + request.freshMs
end
if isLoad and redis.call('GET', KEYS[7]) == request.lease then redis.call('DEL', KEYS[7]) end

local nextLapseMs = tonumber(redis.call('ZRANGE', LOCKS, 0, 0, 'WITHSCORES')[2])
head.stamp, head.asOfMs, head.nextLapseMs = nil, nowMs, nextLapseMs
local start = '{"stamp":"' .. request.stamp .. '",' .. string.sub(cjson.encode(head), 2, -2)
redis.call('SET', MAP, start .. ',"seats":{' .. body .. '}}', 'PX', ttlMs)
redis.call('PEXPIRE', STATE, ttlMs)
redis.call('PEXPIRE', LOCKS, ttlMs)

local wholeMs = lifeMs(nextLapseMs)
for block, free in pairs(head.blocks) do redis.call('HSET', BY_BLOCK, block, free) end
redis.call('PEXPIRE', BY_BLOCK, wholeMs)
redis.call('HSET', BY_SECTION, string.sub(BY_BLOCK, #BY_SECTION + 2), head.availableCount)
local leftMs = redis.call('PTTL', BY_SECTION)
if leftMs < 0 or wholeMs < leftMs then redis.call('PEXPIRE', BY_SECTION, wholeMs) end

return { request.stamp, head.freshUntilMs, head.seen == seen and 1 or 0, #newer > 0 and cjson.encode(newer) or '[]' }
`;
