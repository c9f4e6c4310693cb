package org.clipspark.prep.fetch.address;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of addresses, as {@code 10.0.0.0/8} writes it, and what it is for. */
final class Network {
    private final byte[] prefix;
    private final int bits;
    private final String purpose;

    private Network(byte[] prefix, int bits, String purpose) {
        this.prefix = prefix;
        this.bits = bits;
        this.purpose = purpose;
    }

    static Network of(String block, String purpose) {
        int slash = block.indexOf('/');
        try {
            byte[] prefix = InetAddress.getByName(block.substring(0, slash)).getAddress();
            return new Network(prefix, Integer.parseInt(block.substring(slash + 1)), purpose);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("Not a block of addresses: '" + block + "'", e);
        }
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    String purpose() {
        return purpose;
    }
}
