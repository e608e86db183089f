export { replayed } from './replayed.js';
export { tcpServer, type TcpServerOptions } from './tcp-server.js';
