import type { Store } from './port.ts'

/** Milliseconds for which a failed store is left alone before it is tried again. */
const REST = 2000

/** A store that tells whether its primary answers. */
export interface ResilientStore extends Store {
  readonly healthy: boolean
}

/**
 * Fail-open: while the primary store does not answer, the stand-in (memory of this process) serves,
 * so that answers, flows and safety go on. After a failure the primary rests before it is tried
 * again, so that an outage costs a timeout once in two seconds, not once a message.
 */
export function createResilientStore(
  primary: Store,
  standIn: Store,
  { now, onFailure }: { now: () => number; onFailure: (error: unknown) => void },
): ResilientStore {
  let restsUntil = 0
  const attempt = async <T>(task: (store: Store) => Promise<T>): Promise<T> => {
    if (now() < restsUntil) return await task(standIn)
    try {
      const result = await task(primary)
      restsUntil = 0
      return result
    } catch (error) {
      restsUntil = now() + REST
      onFailure(error)
      return await task(standIn)
    }
  }
  return {
    get healthy() {
      return restsUntil === 0
    },
    ready: () => primary.ready(),
    read: (key) => attempt((store) => store.read(key)),
    write: (key, value, seconds) => attempt((store) => store.write(key, value, seconds)),
    // What was written to the stand-in during an outage must not outlive a wish to forget.
    erase: async (...keys) => {
      const inStandIn = await standIn.erase(...keys)
      const inPrimary = await attempt((store) =>
        store === standIn ? Promise.resolve(0) : store.erase(...keys),
      )
      return Math.max(inStandIn, inPrimary)
    },
    claim: (key, value, seconds) => attempt((store) => store.claim(key, value, seconds)),
    close: async () => {
      await Promise.all([primary.close(), standIn.close()])
    },
  }
}
