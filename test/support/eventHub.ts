/**
 * Event Hubs on this machine: an AMQP server over a real socket, with what Microsoft's library asks of the service:
 * tokens (`$cbs`), what there is (`$management`), and partitions that are read from a position on, by one receiver of an
 * epoch at a time. Sources: Microsoft Learn, "AMQP 1.0 in Azure Service Bus and Event Hubs protocol guide".
 */
import type { Server, Socket } from 'node:net'
import rhea, { type Connection, type Container, type EventContext, type Sender } from 'rhea'

interface KeptEvent {
  readonly sequenceNumber: number
  readonly enqueuedMs: number
  readonly body: Buffer
}

interface Partition {
  events: KeptEvent[]
  next: number
  lastMs: number
}

interface Reader {
  readonly sender: Sender
  readonly partition: Partition
  readonly key: string
  readonly epoch: number
  /** Sequence number of the next event that it gets. */
  at: number
}

export interface EventHub {
  /** With `UseDevelopmentEmulator`, with which the library speaks without TLS. */
  readonly connectionString: string
  /** Puts an event in: a value as JSON, bytes as they are. */
  append(partition: number, body: unknown, enqueuedAt: Date): void
  /** Retention has passed for the oldest events of a partition. */
  expire(partition: number, count: number): void
  /** Readers by partition that are attached now. */
  readers(): number
  /** How often a partition was attached to. */
  attached(): number
  /** The next requests and attachments are answered with this condition. */
  refuse(condition: string, times: number): void
  /** Every connection breaks; new ones are taken. */
  disconnect(): void
  /** Nobody listens any more, until `listen`. */
  stop(): Promise<void>
  listen(): Promise<void>
}

export async function startEventHub(name: string, partitionCount: number): Promise<EventHub> {
  const partitions = Array.from({ length: partitionCount }, (): Partition => ({ events: [], next: 0, lastMs: 0 }))
  const sockets = new Set<Socket>()
  const replies = new Map<unknown, Sender>()
  let readers: Reader[] = []
  let attachments = 0
  let refusals: string[] = []
  let server: Server | null = null
  let port = 0

  const container = rhea.create_container()
  container.sasl_server_mechanisms.enable_anonymous()
  ;(container.sasl_server_mechanisms as { enable_plain(check: () => boolean): void }).enable_plain(() => true)

  container.on('sender_open', (context: EventContext) => {
    const sender = context.sender as Sender
    sender.set_source(sender.source)
    const address = String(sender.source.address)
    if (address.startsWith('$')) {
      replies.set(context.session, sender)
      return
    }
    const refusal = refusals.shift()
    if (refusal !== undefined) {
      sender.close({ condition: refusal, description: 'refused by the double' })
      return
    }
    attach(sender, address)
  })
  container.on('receiver_open', ({ receiver }: EventContext) => receiver?.set_target(receiver.target))
  container.on('message', (context: EventContext) => {
    const asked = context.message?.application_properties ?? {}
    const refusal = asked.operation === 'READ' ? refusals.shift() : undefined
    const body = asked.operation === 'READ' ? answerTo(asked) : undefined
    replies.get(context.session)?.send({
      correlation_id: context.message?.message_id as string,
      body,
      application_properties:
        refusal === undefined
          ? { 'status-code': 200, 'status-description': 'OK' }
          : { 'status-code': 503, 'status-description': 'refused', 'error-condition': refusal },
    } as Parameters<Sender['send']>[0])
  })
  container.on('sendable', pump)
  for (const event of ['sender_close', 'session_close', 'connection_close', 'disconnected'])
    container.on(event, () => {
      readers = readers.filter(({ sender }) => sender.is_open())
    })
  // Without a listener an error of a connection that was cut ends the process.
  for (const event of ['error', 'sender_error', 'connection_error', 'session_error', 'protocol_error'])
    container.on(event, () => undefined)

  function attach(sender: Sender, address: string): void {
    const [, group = '', id = ''] = /ConsumerGroups\/([^/]+)\/Partitions\/(\d+)$/.exec(address) ?? []
    const partition = partitions[Number(id)]
    if (partition === undefined) return void sender.close({ condition: 'amqp:not-found', description: address })
    const epoch = Number((sender.properties as Record<string, unknown> | undefined)?.['com.microsoft:epoch'] ?? -1)
    const key = `${group}/${id}`
    for (const other of readers.filter((one) => one.key === key)) {
      if (other.epoch > epoch) return void sender.close({ condition: 'amqp:link:stolen', description: 'older epoch' })
      other.sender.close({ condition: 'amqp:link:stolen', description: 'a newer receiver has come' })
    }
    attachments++
    readers = [
      ...readers.filter((one) => one.key !== key),
      { sender, partition, key, epoch, at: startOf(sender, partition) },
    ]
    pump()
  }

  function pump(): void {
    for (const reader of readers) {
      for (const event of reader.partition.events) {
        if (event.sequenceNumber < reader.at) continue
        if (!reader.sender.is_open() || !reader.sender.sendable()) break
        reader.at = event.sequenceNumber + 1
        reader.sender.send(messageOf(event))
      }
    }
  }

  function answerTo({ type, partition: id }: Record<string, unknown>): unknown {
    if (type === 'com.microsoft:eventhub')
      return {
        name,
        type,
        created_at: new Date(0),
        partition_count: partitionCount,
        partition_ids: partitions.map((_, n) => String(n)),
      }
    const partition = partitions[Number(id)]
    return {
      name,
      type,
      partition: id,
      begin_sequence_number: partition?.events[0]?.sequenceNumber ?? partition?.next,
      last_enqueued_sequence_number: (partition?.next ?? 0) - 1,
      last_enqueued_offset: String((partition?.next ?? 0) - 1),
      last_enqueued_time_utc: new Date(partition?.lastMs ?? 0),
      is_partition_empty: partition?.events.length === 0,
    }
  }

  const listen = () =>
    new Promise<void>((resolve) => {
      server = container.listen({ port, host: '127.0.0.1' })
      server.on('connection', (socket) => {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
        socket.on('error', () => undefined)
      })
      server.once('listening', () => {
        const address = server?.address()
        if (typeof address === 'object' && address !== null) port = address.port
        resolve()
      })
    })
  const disconnect = () => {
    readers = []
    for (const socket of sockets) socket.destroy()
  }

  await listen()
  return {
    connectionString: `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=listen;SharedAccessKey=not-a-key;UseDevelopmentEmulator=true`,
    append(id, value, enqueuedAt) {
      const partition = partitions[id]
      if (partition === undefined) throw new Error('no such partition')
      const body = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(JSON.stringify(value))
      partition.events.push({ sequenceNumber: partition.next++, enqueuedMs: enqueuedAt.getTime(), body })
      partition.lastMs = enqueuedAt.getTime()
      pump()
    },
    expire: (id, count) => void partitions[id]?.events.splice(0, count),
    readers: () => readers.length,
    attached: () => attachments,
    refuse(condition, times) {
      refusals = Array.from({ length: times }, () => condition)
    },
    disconnect,
    stop: () =>
      new Promise((resolve) => {
        server?.close(() => resolve())
        disconnect()
      }),
    listen,
  }
}

function messageOf({ sequenceNumber, enqueuedMs, body }: KeptEvent): Parameters<Sender['send']>[0] {
  return {
    body: rhea.message.data_section(body),
    message_annotations: {
      'x-opt-sequence-number': rhea.types.wrap_long(sequenceNumber),
      'x-opt-offset': String(sequenceNumber),
      'x-opt-enqueued-time': rhea.types.wrap_timestamp(enqueuedMs),
    },
  } as Parameters<Sender['send']>[0]
}

/** Reads the selector: `amqp.annotation.x-opt-… > '…'`. What has expired begins with what is left. */
function startOf(sender: Sender, { events, next }: Partition): number {
  const filter = Object.values((sender.source.filter ?? {}) as Record<string, { value?: unknown }>)[0]
  const [, field = '', inclusive = '', value = ''] =
    /x-opt-(offset|sequence-number|enqueued-time) >(=?) '([^']*)'/.exec(String(filter?.value ?? filter)) ?? []
  if (value === '@latest') return next
  const isAfter = (event: KeptEvent): boolean => {
    const key = field === 'enqueued-time' ? event.enqueuedMs : event.sequenceNumber
    return inclusive === '=' ? key >= Number(value) : key > Number(value)
  }
  return events.find(isAfter)?.sequenceNumber ?? next
}

export type { Connection, Container }
