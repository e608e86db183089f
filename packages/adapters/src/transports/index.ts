export { replayed } from './replayed.js';
export { fileDrop, type FileDropOptions } from './file-drop.js';
export { httpPoll, type HttpPollOptions, type TimeForm } from './http-poll.js';
export { httpPush, type HttpPushOptions } from './http-push.js';
export { postgres, type PostgresOptions } from './postgres.js';
export { signatureOf, type Signed } from './signature.js';
export { sqlPoll, type SqlConnection, type SqlPollOptions, type SqlRow } from './sql-poll.js';
export { tcpServer, type TcpServerOptions } from './tcp-server.js';
export { udpSocket, type UdpSocketOptions } from './udp-socket.js';
