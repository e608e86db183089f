import { BlockList, isIP } from 'node:net';

/** Whether an address is one of those, or in one of those ranges. */
export function createAddresses(list: readonly string[]): (address: string) => boolean {
  const block = new BlockList();
  for (const one of list) {
    const [address = '', bits] = one.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) block.addAddress(address, family);
    else block.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const version = isIP(address);
    return version !== 0 && block.check(address, version === 6 ? 'ipv6' : 'ipv4');
  };
}
