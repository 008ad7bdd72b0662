import fs from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Unit One piece for the compiler: several source files in one.
 * @property {string} name
 * @property {string[]} sources Paths below mediasoup's `worker` folder.
 */

/**
 * Files whose static names meet if they share a unit: each row is dealt out over the four groups.
 */
const apart = [
  ['RTC/RTCP/Feedback', 'RTC/RTCP/FeedbackPsTst', 'RTC/RTCP/FeedbackRtpTmmb', 'RTC/RtpDictionaries/RtpEncodingParameters'],
  ['RTC/PipeConsumer', 'RTC/SimpleConsumer', 'RTC/SimulcastConsumer', 'RTC/SvcConsumer'],
  ['RTC/DtlsTransport', 'RTC/PlainTransport', 'RTC/WebRtcServer', 'RTC/WebRtcTransport'],
  ['RTC/RtpStream', 'RTC/RtxStream', 'RTC/TransportCongestionControlClient', 'RTC/TransportCongestionControlServer'],
  ['RTC/NackGenerator', 'RTC/RtpStreamSend', 'RTC/SenderBandwidthEstimator', 'DepLibWebRTC'],
  ['DepOpenSSL', 'DepLibSRTP', 'DepUsrSCTP', 'Settings'],
  ['handles/TcpConnectionHandle', 'handles/UdpSocketHandle', 'handles/UnixStreamSocketHandle', 'handles/TcpServerHandle'],
  ['RTC/Transport', 'RTC/Router', 'RTC/PortManager', 'RTC/Producer'],
].map((row) => row.map((name) => `src/${name}.cpp`));

const groups = 4;
/** Its header has no guard, so that it can't meet anyone. */
const dependencyDescriptor = 'src/RTC/Codecs/DependencyDescriptor.cpp';

/**
 * The units to compile, from upstream's own lists of sources: without the unfinished SCTP stack and without io_uring, which
 * upstream switches on by options only.
 * @param {string} worker mediasoup's `worker` folder.
 * @returns {Unit[]}
 */
export function listUnits(worker) {
  const listed = readList(path.join(worker, 'meson.build'), 'common_sources').filter((file) => !file.startsWith('src/RTC/SCTP/'));
  const own = [...listed, 'src/main.cpp'].filter((file) => file !== dependencyDescriptor);
  const first = apart.flat();
  const unknown = first.find((file) => !own.includes(file));
  if (unknown) throw new Error(`mediasoup's list of sources has no ${unknown} any more: this recipe is for another version.`);
  const dealt = [...first, ...own.filter((file) => !first.includes(file))];
  const units = Array.from({ length: groups }, (_, group) => ({
    name: `worker${group + 1}`,
    sources: dealt.filter((_file, index) => index % groups === group),
  }));

  const webrtc = readList(path.join(worker, 'deps/libwebrtc/meson.build'), 'libwebrtc_sources').map(
    (file) => `deps/libwebrtc/${file}`,
  );
  const medianSlope = webrtc.filter((file) => file.endsWith('/median_slope_estimator.cc'));
  const congestion = webrtc.filter((file) => file.includes('/goog_cc/') && !medianSlope.includes(file));
  const rest = webrtc.filter((file) => !congestion.includes(file) && !medianSlope.includes(file));
  return [
    ...units,
    { name: 'webrtc', sources: rest },
    { name: 'congestion', sources: congestion },
    { name: 'dependencyDescriptor', sources: [dependencyDescriptor] },
    { name: 'medianSlope', sources: medianSlope },
  ];
}

/**
 * @param {string} file A meson.build.
 * @param {string} name The list in it.
 * @returns {string[]}
 */
function readList(file, name) {
  const text = fs.readFileSync(file, 'utf8');
  const list = new RegExp(`^${name} = \\[\\n([^\\]]*)\\]`, 'm').exec(text)?.[1];
  if (!list) throw new Error(`${file} has no list "${name}": this recipe is for another version of mediasoup.`);
  return [...list.matchAll(/'([^']+)'/g)].map(([, source]) => String(source));
}
