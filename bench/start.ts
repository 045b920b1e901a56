import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBotApi } from '../test/support/bot-api-server.ts'
import { freePort } from '../test/support/redis.ts'
import { eventually } from '../test/support/wait.ts'
import { table } from './measure.ts'

const ROOT = join(import.meta.dirname, '..')
/** The first start fills the cache of compiled modules, as the first one after a deploy does. */
const STARTS = 4
const QUESTIONS = 500
const SECRET = 'a-secret-of-the-benchmark'

/**
 * The real process, started as `npm start` starts it, over a Bot API on the loopback: how long it
 * takes until /readyz says yes, and its resident memory then and after some hundred questions.
 */
export async function benchStart(questions: readonly string[]): Promise<void> {
  const telegram = await startBotApi()
  const folder = mkdtempSync(join(tmpdir(), 'tirek-bench-'))
  const rows: Record<string, string | number>[] = []
  for (let start = 0; start < STARTS; start++) {
    const port = await freePort()
    const root = `http://127.0.0.1:${port}`
    const started = performance.now()
    const child = spawn(process.execPath, startArguments(), {
      cwd: ROOT,
      stdio: 'ignore',
      env: {
        PATH: process.env.PATH,
        BOT_TOKEN: '123456:bench-bench-bench-bench',
        TELEGRAM_API_ROOT: telegram.root,
        DATA_DIR: folder,
        HOST: '127.0.0.1',
        PORT: String(port),
        WEBHOOK_URL: 'https://tirek.example/telegram',
        WEBHOOK_SECRET: SECRET,
        NODE_COMPILE_CACHE: join(folder, 'compiled'),
      },
    })
    await eventually(async () => (await fetch(`${root}/readyz`)).ok)
    const ready = Math.round(performance.now() - started)
    const atFirst = await residentMb(root)
    for (let each = 0; each < QUESTIONS; each++) {
      const text = questions[(each * 7919) % questions.length] ?? ''
      await fetch(`${root}/telegram`, {
        method: 'POST',
        headers: { 'x-telegram-bot-api-secret-token': SECRET },
        body: JSON.stringify(telegram.api.messageUpdate({ id: 1 + (each % 250) }, { text })),
      })
    }
    rows.push({
      start: start === 0 ? 'first, nothing compiled' : `again (${start})`,
      'ready ms': ready,
      'memory MB': atFirst,
      [`memory MB after ${QUESTIONS} questions`]: await residentMb(root),
    })
    child.kill('SIGTERM')
    await once(child, 'close')
    telegram.api.calls.length = 0
  }
  await telegram.close()
  rmSync(folder, { recursive: true })
  console.log(`${table(rows)}\n`)
}

/** What package.json gives to Node for `npm start`. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  return scripts.start.split(' ').slice(1)
}

async function residentMb(root: string): Promise<number> {
  const metrics = await (await fetch(`${root}/metrics`)).text()
  const [, bytes = '0'] = /^tirek_process_resident_memory_bytes (\S+)/m.exec(metrics) ?? []
  return Math.round(Number(bytes) / 1e6)
}
