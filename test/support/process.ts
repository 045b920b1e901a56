import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

/** A program of the repository, run as a process of its own with the given environment and input. */
export interface Run {
  child: ChildProcess
  /** What it has printed so far. */
  out: () => string
  err: () => string
  /** Resolves with the exit code. */
  ended: Promise<number | null>
}

export function start(
  script: string,
  args: string[] = [],
  env: Record<string, string> = {},
  input?: string,
): Run {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, TIREK_NOW: '2026-11-24', ...env },
  })
  const chunks: string[] = []
  const errors: string[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  child.stdin.end(input ?? '')
  return {
    child,
    out: () => chunks.join(''),
    err: () => errors.join(''),
    ended: once(child, 'close').then(([code]) => code as number | null),
  }
}
