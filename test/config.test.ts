import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'

const TOKEN = '123456:ABC-DEF_ghijklmnop'

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems
  }
}

test('a token is enough: long polling on the embedded store', () => {
  expect(readConfig({ BOT_TOKEN: TOKEN })).toMatchObject({
    transport: { kind: 'polling' },
    store: { kind: 'sqlite', folder: './data' },
    apiRoot: 'https://api.telegram.org',
    port: 8080,
  })
})

test('Redis and a webhook by their variables; empty ones count as unset', () => {
  const config = readConfig({
    BOT_TOKEN: TOKEN,
    REDIS_URL: 'redis://redis:6379',
    WEBHOOK_URL: 'https://example.org/hook',
    WEBHOOK_SECRET: 'a-secret-of-sixteen',
    LOG_LEVEL: '',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
  })
  expect(config.store).toEqual({ kind: 'redis', url: 'redis://redis:6379' })
  expect(config.transport).toMatchObject({ kind: 'webhook', secret: 'a-secret-of-sixteen' })
  expect(config.apiRoot).toBe('http://127.0.0.1:8081')
  expect(config.logLevel).toBe('info')
})

describe('what cannot be run with', () => {
  test('without a token, the way to try it without one is named', () => {
    expect(problemsOf({}).join()).toMatch(/BOT_TOKEN: expected the token .*npm run chat/)
  })

  test('every problem is told at once, by name, and no value is repeated', () => {
    const problems = problemsOf({
      BOT_TOKEN: 'not-a-token-SECRET',
      REDIS_URL: 'http://SECRET',
      WEBHOOK_URL: 'https://example.org',
      PORT: '99999',
      LOG_LEVEL: 'loud',
      TIREK_NOW: 'tomorrow',
    })
    const names = problems.map((problem) => problem.split(':')[0])
    expect(new Set(names)).toEqual(
      new Set(['BOT_TOKEN', 'REDIS_URL', 'WEBHOOK_SECRET', 'PORT', 'LOG_LEVEL', 'TIREK_NOW']),
    )
    expect(problems.join()).not.toContain('SECRET,')
    expect(problems.join()).not.toContain('not-a-token')
  })
})
