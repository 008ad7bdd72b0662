import fs from 'node:fs';
import path from 'node:path';
import { Failure } from '../lib/run.mjs';

// What decides what the binary is like: the cache tells workers apart by this file, `units.mjs` and `srtp.h`.

/** What the build needs from Debian. */
export const buildPackages = [
  'g++',
  'pkg-config',
  'flatbuffers-compiler',
  'libabsl-dev',
  'libflatbuffers-dev',
  'libsrtp2-dev',
  'libssl-dev',
  'libusrsctp-dev',
  'libuv1-dev',
];

/** What it is linked with, as pkg-config calls it. */
export const libraries = [
  'openssl',
  'libuv',
  'libsrtp2',
  'usrsctp',
  ...['flat_hash_map', 'flat_hash_set', 'btree', 'inlined_vector', 'strings', 'optional'].map((name) => `absl_${name}`),
];
const defines = ['MS_LITTLE_ENDIAN', 'MS_EXECUTABLE', 'FLATBUFFERS_LOCALE_INDEPENDENT=1', 'NDEBUG'];
/** How flatc makes the headers of the messages. */
export const schemaOptions = [
  '--cpp',
  '--cpp-field-case-style',
  'lower',
  '--reflect-names',
  '--scoped-enums',
  '--filename-suffix',
  '',
];
export const linkerOptions = ['-s', '-pthread'];

/**
 * @param {string} worker mediasoup's `worker` folder.
 * @param {string} folder Where the build happens.
 */
export function compilerOptions(worker, folder) {
  const shims = import.meta.dirname;
  const includes = [
    shims,
    path.join(worker, 'include'),
    path.join(folder, 'generated'),
    path.join(worker, 'deps/libwebrtc'),
    path.join(worker, 'deps/libwebrtc/libwebrtc'),
  ];
  return [
    '-std=c++17',
    '-O2',
    '-w',
    '-pthread',
    // The binary says nothing about where it was built, and is the same wherever it was.
    `-ffile-prefix-map=${worker}=worker`,
    `-ffile-prefix-map=${folder}=build`,
    ...defines.map((name) => `-D${name}`),
    ...includes.map((name) => `-I${name}`),
  ];
}

/**
 * Debian's OpenSSL has kernel TLS, which asks the BIO callback more than upstream's build does: read as "yes", its answer
 * would leave DTLS without a write buffer, and the first packet would crash the worker.
 * @param {string} worker
 * @param {string} folder
 * @returns {Map<string, string>} the changed copies, by the sources they stand in for.
 */
export function patchSources(worker, folder) {
  const source = 'src/RTC/DtlsTransport.cpp';
  const wrong = '(operationType == BIO_CB_RETURN) ?';
  const text = fs.readFileSync(path.join(worker, source), 'utf8');
  if (text.split(wrong).length !== 2)
    throw new Failure(`${source} is not as this recipe knows it: the recipe is for another version of mediasoup.`);
  const copy = path.join(folder, 'DtlsTransport.cpp');
  fs.writeFileSync(copy, text.replace(wrong, '((operationType & BIO_CB_RETURN) != 0) ?'));
  return new Map([[source, copy]]);
}
