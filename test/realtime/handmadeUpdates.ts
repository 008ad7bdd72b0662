import * as encoding from 'lib0/encoding';

/** An update put together by hand: one client's structs, then a delete set without entries. */
export function update(
  client: number,
  clock: number,
  structs: ((encoder: encoding.Encoder) => void)[],
  declared = structs.length,
) {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, declared);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
  for (const write of structs) write(encoder);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** Text below a root. */
export const textAt = (root: string, text: string) => (encoder: encoding.Encoder) => {
  encoding.writeUint8(encoder, 4);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarString(encoder, root);
  encoding.writeVarString(encoder, text);
};

/** A node below a root. */
export const nodeAt = (root: string) => (encoder: encoding.Encoder) => {
  encoding.writeUint8(encoder, 7);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarString(encoder, root);
  encoding.writeVarUint(encoder, 3);
  encoding.writeVarString(encoder, 'p');
};

/** Text right of what another client wrote. */
export const textAfter = (client: number, clock: number, text: string) => (encoder: encoding.Encoder) => {
  encoding.writeUint8(encoder, 4 | 0x80);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarString(encoder, text);
};
