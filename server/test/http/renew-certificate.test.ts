import dns, { type LookupAddress, type LookupAllOptions } from 'node:dns';
import { once } from 'node:events';
import { isIP, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:tls';
import Fastify from 'fastify';
import { expect, onTestFinished, test, vi } from 'vitest';
import { renewCertificate } from '../../src/app.ts';
import { makeCertificate } from '../support/certificate.ts';

/** A second loopback address of this machine: without IPv6, Linux has others of IPv4. */
const second = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
)
  ? '::1'
  : '127.0.0.2';

type Found = (error: Error | null, all: LookupAddress[]) => void;

/** Completes a handshake by which a client trusts this certificate alone; throws when another one is shown. */
async function expectServed(address: AddressInfo, cert: string): Promise<void> {
  const socket = connect({ host: address.address, port: address.port, ca: cert, servername: 'localhost' });
  await once(socket, 'secureConnect');
  socket.destroy();
}

test('a renewed certificate is served on every address of localhost', async () => {
  const { lookup } = dns;
  const addresses = ['127.0.0.1', second].map((address) => ({ address, family: isIP(address) }));
  // Machines differ in what localhost is.
  const stub = (host: string, options: LookupAllOptions, found: Found): void =>
    host === 'localhost' ? found(null, addresses) : lookup(host, options, found);
  vi.spyOn(dns, 'lookup').mockImplementation(stub as typeof lookup);
  const old = await makeCertificate();
  const app = Fastify({ https: old });
  onTestFinished(() => app.close());
  await app.listen({ host: 'localhost', port: 0 });
  const bound = app.addresses().filter((address) => typeof address !== 'string');
  expect(bound.map(({ address }) => address).toSorted()).toEqual(['127.0.0.1', second].toSorted());
  for (const address of bound) await expectServed(address, old.cert);

  const renewed = await makeCertificate();
  renewCertificate(app, renewed);
  for (const address of bound) {
    await expectServed(address, renewed.cert);
    await expect(expectServed(address, old.cert)).rejects.toThrow(/certificate/);
  }
});
