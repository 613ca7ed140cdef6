import { open } from "node:fs/promises";
import { connect, type Socket } from "node:net";

/** One TPM: whole commands in, whole answers out, one at a time. */
export type TpmTransport = {
  /** @returns the answer; fewer bytes than its header says, possibly none, where the connection ended */
  exchange(command: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** The kernel's buffer for one answer (TPM_BUFSIZE). */
const answerLimit = 4096;
/** Tag, size and response code. */
const headerLength = 10;

/** The kernel's resource manager: whatever is not flushed vanishes when the device is closed. */
export async function openTpmDevice(path = "/dev/tpmrm0"): Promise<TpmTransport> {
  const device = await open(path, "r+");
  return {
    async exchange(command) {
      await device.write(command, 0, command.length, null);
      const answer = new Uint8Array(answerLimit);
      const { bytesRead } = await device.read(answer, 0, answer.length, null);
      return answer.subarray(0, bytesRead);
    },
    close: () => device.close(),
  };
}

/** swtpm's data channel (`swtpm socket --server type=unixio,path=…`), on which bare commands and answers travel. */
export async function connectSwtpm(path: string): Promise<TpmTransport> {
  const socket = connect({ path });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  // Between two commands nobody else listens; the next command then finds the socket closed.
  socket.on("error", () => undefined);
  return {
    exchange: (command) => exchangeOnce(socket, command),
    close: () =>
      new Promise((resolve) => {
        if (socket.destroyed) return resolve();
        socket.once("close", () => resolve());
        socket.destroySoon();
      }),
  };
}

function exchangeOnce(socket: Socket, command: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve) => {
    // Such a socket has said that it is closed, and says it only once.
    if (!socket.writable) return resolve(new Uint8Array(0));
    let answer = Buffer.alloc(0);
    const done = (): void => {
      socket.off("data", take).off("close", done).off("error", done);
      resolve(new Uint8Array(answer));
    };
    const take = (part: Buffer): void => {
      answer = Buffer.concat([answer, part]);
      const size = answer.length < headerLength ? headerLength : answer.readUInt32BE(2);
      if (answer.length >= Math.min(size, answerLimit)) done();
    };
    socket.on("data", take).on("close", done).on("error", done);
    socket.write(command);
  });
}
