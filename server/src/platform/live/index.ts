export { type EventStream, type EventStreams, openEventStreams } from './event-stream.ts';
export { type LiveEvent, type LiveHub, type LiveListener, openLiveHub } from './hub.ts';
