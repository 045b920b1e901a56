import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Lines of a file of test/golden, which people who do not program can extend. */
export const golden = <T>(name: string): T[] =>
  readFileSync(join(import.meta.dirname, '../golden', name), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      try {
        return JSON.parse(line) as T
      } catch {
        throw new Error(`test/golden/${name}, line ${index + 1}: expected JSON, got ${line}`)
      }
    })
