import { hashOf } from '../core/hash.ts'
import { type LanguageModel, PIECE_STEP, piecesOf } from '../core/language.ts'
import { fold, splitWords } from '../core/text.ts'
import type { Lang } from '../knowledge/schema.ts'

const SMOOTHING = 0.5
const MOST_STEPS = 127

/** Learns from texts of each language which pieces of words are Kazakh and which Russian. */
export function trainLanguage(texts: Record<Lang, readonly string[]>): LanguageModel {
  const kk = countPieces(texts.kk)
  const ru = countPieces(texts.ru)
  const names = [...new Set([...kk.counts.keys(), ...ru.counts.keys()])]
  const share = ({ counts, total }: Pieces, name: string) =>
    ((counts.get(name) ?? 0) + SMOOTHING) / (total + SMOOTHING * names.length)
  return {
    pieces: Uint32Array.from(names, hashOf),
    weights: Int8Array.from(names, (name) => {
      const steps = Math.round(Math.log(share(kk, name) / share(ru, name)) / PIECE_STEP)
      return Math.max(-MOST_STEPS, Math.min(MOST_STEPS, steps))
    }),
  }
}

interface Pieces {
  counts: Map<string, number>
  total: number
}

function countPieces(samples: readonly string[]): Pieces {
  const counts = new Map<string, number>()
  let total = 0
  for (const sample of samples)
    for (const word of splitWords(sample))
      for (const piece of piecesOf(fold(word))) {
        counts.set(piece, (counts.get(piece) ?? 0) + 1)
        total++
      }
  return { counts, total }
}
