import type { ClassifierModel } from './classifier.ts'
import type { LanguageModel } from './language.ts'

/**
 * What `npm run train` learns and the bot loads: one file, knowledge/model.bin. It holds no
 * sentences: weights under hashes, and the thesaurus's stems by concept.
 */
export interface Model {
  classifier: ClassifierModel
  language: LanguageModel
  /** What each channel brings to a candidate's score. */
  ranker: Weights<Signal>
  /** Logistic model of the first candidate's being right. */
  confidence: Logistic
  /** Logistic model of the question's being ours at all. */
  scope: Logistic
  /** Fingerprint of the examples that it was trained on. */
  trainedOn: string
}

/** What a candidate is scored by, each from 0 to 1. */
export const SIGNALS = ['words', 'letters', 'likelihood', 'probability'] as const
export type Signal = (typeof SIGNALS)[number]

/** What tells whether the first candidate is right and the question ours, each about 0 to 1. */
export const EVIDENCE = [
  /** Probability of the first candidate by the classifier, and its logit. */
  'probability',
  'logit',
  /** How far it is ahead of the second by the combined score, and of all. */
  'margin',
  'share',
  /** Its scores by words and by letters. */
  'words',
  'letters',
  /** Share of the channels whose first it is. */
  'agreement',
  /** Probability that the question is not ours, and its logit. */
  'stray',
  'strayLogit',
  /** Share of the question's words that stand in our texts. */
  'known',
  /** Words of the question, up to eight. */
  'length',
] as const
export type Evidence = (typeof EVIDENCE)[number]

export type Weights<Name extends string> = Record<Name, number>
export type Logistic = Weights<Evidence> & { bias: number }

const MAGIC = 'TIREK3\n'

/** The model as a file: a line of magic, the length of a JSON header, the header, the arrays. */
export function encodeModel({ classifier, language, ...rest }: Model): Uint8Array {
  const { classes, concepts, features, idf, scale, bias, counts, labels, weights } = classifier
  const sizes = {
    features: features.length,
    entries: weights.length,
    pieces: language.pieces.length,
  }
  const header = new TextEncoder().encode(JSON.stringify({ classes, concepts, sizes, ...rest }))
  const arrays = [
    ...[features, idf, scale, bias, counts, labels, weights],
    ...[language.pieces, language.weights],
  ].map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  const magic = new TextEncoder().encode(MAGIC)
  const parts = [magic, new Uint8Array(Uint32Array.of(header.length).buffer), header, ...arrays]
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Reads a model back. Throws where the bytes are not of a model of this version. */
export function decodeModel(bytes: Uint8Array): Model {
  const magic = new TextDecoder().decode(bytes.subarray(0, MAGIC.length))
  if (magic !== MAGIC)
    throw new Error('expected a model of this version of Tirek: run `npm run train`')
  let at = MAGIC.length
  const take = (length: number): ArrayBuffer => {
    if (at + length > bytes.length)
      throw new Error(`expected ${at + length} bytes of a model, got ${bytes.length}`)
    // A copy: the bytes may lie unaligned inside a larger buffer.
    const part = new Uint8Array(bytes.subarray(at, at + length))
    at += length
    return part.buffer
  }
  const [headerLength = 0] = new Uint32Array(take(4))
  const { classes, concepts, sizes, ...rest } = JSON.parse(
    new TextDecoder().decode(take(headerLength)),
  ) as Pick<ClassifierModel, 'classes' | 'concepts'> & {
    sizes: Record<'features' | 'entries' | 'pieces', number>
  } & Omit<Model, 'classifier' | 'language'>
  return {
    // In the order in which they were written.
    classifier: {
      classes,
      concepts,
      features: new Uint32Array(take(4 * sizes.features)),
      idf: new Float32Array(take(4 * sizes.features)),
      scale: new Float32Array(take(4 * sizes.features)),
      bias: new Float32Array(take(4 * classes.length)),
      counts: new Uint8Array(take(sizes.features)),
      labels: new Uint8Array(take(sizes.entries)),
      weights: new Int8Array(take(sizes.entries)),
    },
    language: {
      pieces: new Uint32Array(take(4 * sizes.pieces)),
      weights: new Int8Array(take(sizes.pieces)),
    },
    ...rest,
  }
}
