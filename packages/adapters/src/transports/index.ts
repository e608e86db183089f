export { tcpServer, type TcpServerOptions } from './tcp-server.js';
