import { createHash, createHmac, randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import type { IceServer } from '../../server/media/iceServers.ts';

/** What a TURN server answered: 0 for success, else its error code. */
export interface TurnClient {
  allocate: () => Promise<number>;
  /** Asks for leave to send to an address. */
  permit: (address: string) => Promise<number>;
  close: () => void;
}

const cookie = 0x2112a442;
const attributes = {
  username: 0x06,
  integrity: 0x08,
  error: 0x09,
  peer: 0x12,
  realm: 0x14,
  nonce: 0x15,
  transport: 0x19,
} as const;
const methods = { allocate: 0x0003, permit: 0x0008 } as const;

/** A TURN client (RFC 8656) that does no more than ask: enough to see what a server allows and refuses. */
export async function openTurnClient(port: number, { username, credential }: Omit<IceServer, 'urls'>): Promise<TurnClient> {
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => socket.connect(port, '127.0.0.1', resolve));
  let realm: Buffer = Buffer.alloc(0);
  let nonce: Buffer = Buffer.alloc(0);

  const ask = async (method: number, own: Buffer[]): Promise<Map<number, Buffer>> => {
    const key = createHash('md5').update(`${username}:${realm.toString()}:${credential}`).digest();
    const proof = [
      attribute(attributes.username, Buffer.from(username)),
      attribute(attributes.realm, realm),
      attribute(attributes.nonce, nonce),
    ];
    const message = nonce.length === 0 ? stun(method, own) : signed(stun(method, [...own, ...proof]), key);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      socket.send(message);
      const answer = await new Promise<Buffer | null>((resolve) => {
        const timer = setTimeout(() => resolve(null), 1_000);
        socket.once('message', (packet) => {
          clearTimeout(timer);
          resolve(packet);
        });
      });
      if (answer !== null) return parse(answer);
    }
    throw new Error('the TURN server does not answer');
  };
  const code = (answer: Map<number, Buffer>): number => {
    const error = answer.get(attributes.error);
    return error === undefined ? 0 : (error[2] ?? 0) * 100 + (error[3] ?? 0);
  };
  const asked = async (method: number, own: Buffer[]): Promise<number> => {
    const answer = await ask(method, own);
    realm = answer.get(attributes.realm) ?? realm;
    nonce = answer.get(attributes.nonce) ?? nonce;
    return code(answer);
  };

  return {
    allocate: async () => {
      const udp = attribute(attributes.transport, Buffer.from([17, 0, 0, 0]));
      // The first question is answered with what the second has to be signed with.
      await asked(methods.allocate, [udp]);
      return asked(methods.allocate, [udp]);
    },
    permit: (address) => asked(methods.permit, [attribute(attributes.peer, peer(address))]),
    close: () => socket.close(),
  };
}

function stun(method: number, parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header.writeUInt16BE(method, 0);
  header.writeUInt16BE(body.length, 2);
  header.writeUInt32BE(cookie, 4);
  return Buffer.concat([header, randomBytes(12), body]);
}

/** MESSAGE-INTEGRITY covers what is before it, under a length that counts it already. */
function signed(message: Buffer, key: Buffer): Buffer {
  message.writeUInt16BE(message.length - 20 + 24, 2);
  return Buffer.concat([message, attribute(attributes.integrity, createHmac('sha1', key).update(message).digest())]);
}

function attribute(type: number, value: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(value.length, 2);
  return Buffer.concat([header, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** XOR-PEER-ADDRESS of an IPv4 address. */
function peer(address: string): Buffer {
  const mask = Buffer.alloc(4);
  mask.writeUInt32BE(cookie);
  const value = Buffer.from([0, 1, 0x21 ^ 0x30, 0x12 ^ 0x39, ...address.split('.').map(Number)]);
  for (let at = 0; at < 4; at += 1) value[4 + at] = (value[4 + at] ?? 0) ^ (mask[at] ?? 0);
  return value;
}

function parse(packet: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  let at = 20;
  while (at + 4 <= packet.length) {
    const length = packet.readUInt16BE(at + 2);
    found.set(packet.readUInt16BE(at), packet.subarray(at + 4, at + 4 + length));
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
  return found;
}
