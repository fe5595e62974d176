/** Reading: files → text. */
export { createFileReader, type FileReaderOptions, type IsolatedFileReader } from './fileReader.js'
