export { fileDrop, type FileDropOptions } from './file-drop.js';
export { httpPoll, type HttpPollOptions, type TimeForm } from './http-poll.js';
export { httpPush, type HttpPushOptions } from './http-push.js';
export { signatureOf, type Signed } from './signature.js';
export { tcpServer, type TcpServerOptions } from './tcp-server.js';
