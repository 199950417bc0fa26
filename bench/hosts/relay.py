"""A long line in little: passes TCP on and holds every byte back for some milliseconds each way.

``python -m bench.hosts.relay PORT HOST PORT MS`` stands in for ``tc qdisc … netem delay``, which
not every kernel has.
"""

import asyncio
import sys

CHUNK = 2**16
type Held = asyncio.Queue[tuple[float, bytes]]


async def relay(port: int, host: str, target: int, seconds: float) -> None:
    """Listen on this machine's own address for ever."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(host, target)
        await asyncio.gather(_pass(reader, back, seconds), _pass(there, writer, seconds))

    server = await asyncio.start_server(accept, "127.0.0.1", port)
    await server.serve_forever()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, wait: float) -> None:
    held: Held = asyncio.Queue()
    sending = asyncio.create_task(_send(held, writer))
    now = asyncio.get_running_loop().time
    while chunk := await reader.read(CHUNK):
        held.put_nowait((now() + wait, chunk))
    held.put_nowait((now() + wait, b""))
    await sending


async def _send(held: Held, writer: asyncio.StreamWriter) -> None:
    now = asyncio.get_running_loop().time
    while True:
        due, chunk = await held.get()
        await asyncio.sleep(max(0.0, due - now()))
        if not chunk:
            break
        writer.write(chunk)
    writer.close()


if __name__ == "__main__":
    asyncio.run(relay(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]) / 1000))
