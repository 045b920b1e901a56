import { setTimeout as sleep } from 'node:timers/promises'

/** Repeats until it neither throws nor gives false, for five seconds at most. */
export async function eventually<T>(task: () => T | Promise<T>): Promise<T> {
  const end = Date.now() + 5000
  for (;;) {
    try {
      const result = await task()
      if (result !== false) return result
      if (Date.now() > end) throw new Error('It did not come true within five seconds')
    } catch (error) {
      if (Date.now() > end) throw error
    }
    await sleep(20)
  }
}
