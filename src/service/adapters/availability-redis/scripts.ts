/**
 * The cache's three scripts. Each runs as one step in Redis, so that a section's map and its counts change together. They address keys
 * made from others (blocks and rows), which Redis allows while cluster mode is disabled.
 */

/**
 * KEYS: map, invalidated, cleared. ARGV: stamp of the copy the caller has, or ''.
 * Answers whether the copy is the present one, what was invalidated last, and otherwise the map (false when there is none).
 */
export const READ = `
local seen = (redis.call('GET', KEYS[2]) or '') .. '|' .. (redis.call('GET', KEYS[3]) or '')
if ARGV[1] ~= '' then
  local start = '{"stamp":"' .. ARGV[1] .. '"'
  if redis.call('GETRANGE', KEYS[1], 0, #start - 1) == start then return { 1, seen, false } end
end
return { 0, seen, redis.call('GET', KEYS[1]) }
`;

/**
 * KEYS: map, by section, by block, recent, invalidated, cleared, lease. ARGV: a request, see \`MergeRequest\`.
 *
 * Takes seats that are newer by version into the map and writes map, blocks, rows and counts anew. \`load\` brings a whole section, \`change\`
 * some seats (kept for a minute besides, for a load under way), \`lapse\` none: only time has passed. Keys that cannot say when a lock of
 * theirs lapses live until the first of them does.
 *
 * Answers false when nothing was written, else the new stamp, the end of freshness, whether the map is fresh, and the seats that were known
 * newer than the load brought them.
 */
export const MERGE = `
local request = cjson.decode(ARGV[1])
local nowMs, ttlMs = request.nowMs, request.ttlMs
local isLoad = request.kind == 'load'

if request.kind == 'change' then
  for _, seat in ipairs(request.seats) do
    local known = redis.call('HGET', KEYS[4], seat[1])
    if not known or cjson.decode(known)[3] < seat[3] then redis.call('HSET', KEYS[4], seat[1], cjson.encode(seat)) end
  end
  redis.call('PEXPIRE', KEYS[4], request.recentMs)
end

local text = redis.call('GET', KEYS[1])
local isMap, map = pcall(cjson.decode, text or '')
isMap = isMap and type(map) == 'table' and map.stamp and map.seats and map.vers and map.locks and map.owners
if not isMap and not isLoad then return false end
map = isMap and map or { seats = {}, vers = {}, locks = {}, owners = {}, freshUntilMs = 0, seen = 'never' }
if request.kind == 'lapse' and (not map.nextLapseMs or map.nextLapseMs > nowMs) then return false end

local seats, vers, locks, owners = map.seats, map.vers, map.locks, map.owners
local touched, isChanged = {}, false
local function merge(seat)
  local id, ver = seat[1], seat[3]
  if seats[id] and (vers[id] or 0) >= ver then return false end
  seats[id] = seat[2]
  vers[id] = ver > 0 and ver or nil
  locks[id] = seat[4] > 0 and seat[4] or nil
  owners[id] = seat[5] ~= '' and seat[5] or nil
  touched[id] = true
  isChanged = true
  return true
end

local newer = {}
if isLoad then
  for _, seat in ipairs(request.seats) do
    local id = seat[1]
    if not merge(seat) and (vers[id] or 0) > seat[3] then
      newer[#newer + 1] = { id, seats[id], vers[id], locks[id] or 0, owners[id] or '' }
    end
  end
  local recent = redis.call('HVALS', KEYS[4])
  for _, change in ipairs(recent) do
    local seat = cjson.decode(change)
    if merge(seat) then newer[#newer + 1] = seat end
  end
else
  for _, seat in ipairs(request.seats) do merge(seat) end
  if request.kind == 'change' and not isChanged then return false end
end

local seen = (redis.call('GET', KEYS[5]) or '') .. '|' .. (redis.call('GET', KEYS[6]) or '')
if isLoad and request.seen == seen then
  map.seen, map.freshUntilMs = seen, nowMs + request.freshMs
end
if isLoad and redis.call('GET', KEYS[7]) == request.lease then redis.call('DEL', KEYS[7]) end

local groups = {}
local function count(group, name, id, isFree, lapseMs)
  local counted = groups[group]
  if not counted then
    counted = { free = 0, names = {}, isTouched = isLoad }
    groups[group] = counted
  end
  counted.names[name] = id
  if isFree then counted.free = counted.free + 1 end
  if lapseMs and (not counted.lapseMs or lapseMs < counted.lapseMs) then counted.lapseMs = lapseMs end
  if touched[id] then counted.isTouched = true end
end

local free, nextLapseMs, byBlock = 0, nil, {}
for id, availability in pairs(seats) do
  if locks[id] and locks[id] <= nowMs then
    availability, seats[id], locks[id], owners[id], touched[id] = 'available', 'available', nil, nil, true
  end
  local isFree = availability == 'available'
  local block, row, number = string.match(id, '^([^#]*)#([^#]*)#(.*)$')
  if isFree then free = free + 1 end
  byBlock[block] = (byBlock[block] or 0) + (isFree and 1 or 0)
  local lapseMs = locks[id]
  if lapseMs and (not nextLapseMs or lapseMs < nextLapseMs) then nextLapseMs = lapseMs end
  count(block, row .. '#' .. number, id, isFree, lapseMs)
  count(block .. ':' .. row, number, id, isFree, lapseMs)
end

local function lifeMs(lapseMs)
  return lapseMs and math.max(1, math.min(ttlMs, lapseMs - nowMs)) or ttlMs
end

map.stamp = nil
map.availableCount, map.asOfMs, map.nextLapseMs = free, nowMs, nextLapseMs
local body = '{"stamp":"' .. request.stamp .. '",' .. string.sub(cjson.encode(map), 2)
redis.call('SET', KEYS[1], body, 'PX', ttlMs)
for name, group in pairs(groups) do
  if group.isTouched then
    local named = {}
    for seat, id in pairs(group.names) do named[seat] = seats[id] end
    local part = cjson.encode({ availableCount = group.free, seats = named })
    redis.call('SET', KEYS[1] .. ':' .. name, part, 'PX', lifeMs(group.lapseMs))
  end
end
for block, count_ in pairs(byBlock) do redis.call('HSET', KEYS[3], block, count_) end
redis.call('PEXPIRE', KEYS[3], lifeMs(nextLapseMs))

local section = string.sub(KEYS[3], #KEYS[2] + 2)
redis.call('HSET', KEYS[2], section, free)
local leftMs = redis.call('PTTL', KEYS[2])
local wholeMs = lifeMs(nextLapseMs)
if leftMs < 0 or wholeMs < leftMs then redis.call('PEXPIRE', KEYS[2], wholeMs) end

return { request.stamp, map.freshUntilMs, map.seen == seen and 1 or 0, #newer > 0 and cjson.encode(newer) or '[]' }
`;

/** KEYS: lease. ARGV: its holder. Lets go of a lease that is still the holder's. */
export const LET_GO = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;
