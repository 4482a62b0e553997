import { MERGE } from './merge-script.ts';

/**
 * The cache's three scripts. Each runs as one step in Redis, so that a section's map and its counts change together. They address keys
 * made from others (blocks and rows), which Redis allows while cluster mode is disabled.
 */
export { MERGE };

/**
 * KEYS: map, invalidated, cleared, state. ARGV: stamp of the copy the caller has, or ''.
 * Answers whether the copy is the present one, what was invalidated last, and otherwise the map and the states beside it (false and none
 * when there is no map).
 */
export const READ = `
local seen = (redis.call('GET', KEYS[2]) or '') .. '|' .. (redis.call('GET', KEYS[3]) or '')
if ARGV[1] ~= '' then
  local start = '{"stamp":"' .. ARGV[1] .. '"'
  if redis.call('GETRANGE', KEYS[1], 0, #start - 1) == start then return { 1, seen, false, {} } end
end
local map = redis.call('GET', KEYS[1])
return { 0, seen, map, map and redis.call('HVALS', KEYS[4]) or {} }
`;

/** KEYS: lease. ARGV: its holder. Lets go of a lease that is still the holder's. */
export const LET_GO = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;
