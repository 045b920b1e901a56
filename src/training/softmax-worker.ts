import { parentPort, workerData } from 'node:worker_threads'
import { createRandom } from './random.ts'
import { type ClassifierTask, trainClassifier } from './softmax.ts'

/** Trains one classifier in a thread of its own and posts it to whoever started it. */
const { examples, classes, concepts, seed } = workerData as ClassifierTask
parentPort?.postMessage(trainClassifier(examples, classes, concepts, createRandom(seed)))
