const OFFSET = 0x811c9dc5
const PRIME = 0x01000193

/** FNV-1a over the UTF-16 units of a text: 32 bits, unsigned. */
export function hashOf(text: string): number {
  let hash = OFFSET
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME)
  return hash >>> 0
}

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
