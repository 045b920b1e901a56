/** Where FNV-1a begins, and what it multiplies by; 32 bits. */
export const FNV_OFFSET = 0x811c9dc5
export const FNV_PRIME = 0x01000193

/** FNV-1a over the first UTF-16 units of a text, going on from `start`: 32 bits with a sign. */
export function continueHash(start: number, text: string, length: number): number {
  let hash = start
  for (let at = 0; at < length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME)
  return hash
}

/** FNV-1a over the UTF-16 units of a text: 32 bits, unsigned. */
export const hashOf = (text: string): number => continueHash(FNV_OFFSET, text, text.length) >>> 0

/**
 * Where a 32-bit key stands among `keys`; -1 where it does not. An open-addressed table in flat
 * memory: a hundred thousand strings as the keys of a Map would take more room than the whole model.
 */
export function createHashTable(keys: Uint32Array): (key: number) => number {
  let slots = 1
  while (slots < keys.length * 2) slots *= 2
  const mask = slots - 1
  // The place of a key plus one; 0 is an empty slot.
  const places = new Uint32Array(slots)
  const home = (key: number) => Math.imul(key, 0x9e3779b1) >>> 0
  for (const [place, key] of keys.entries()) {
    let slot = home(key) & mask
    while (places[slot] !== 0) slot = (slot + 1) & mask
    places[slot] = place + 1
  }
  return (key) => {
    let slot = home(key) & mask
    for (;;) {
      const place = (places[slot] ?? 0) - 1
      if (place < 0 || keys[place] === key) return place
      slot = (slot + 1) & mask
    }
  }
}
