package org.clipspark.job.sync.link;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.clipspark.job.sync.channel.LinkKeys;

/**
 * Proof in both directions that a connection joins two given ranks of one ring.
 *
 * <pre>{@code
 * dialler  -> acceptor   hello: magic, version, from, to, size, protection, nonce
 * acceptor -> dialler    nonce, HMAC(secret, "accept", hello, nonce, ring id)
 * dialler  -> acceptor   HMAC(secret, "dialled", hello, nonce, ring id)
 * acceptor -> dialler    one byte: welcome
 * }</pre>
 *
 * <p>Both codes cover both nonces, so none can be replayed, and differ by their first word, so none can be reflected.
 * The keys of an encrypted connection come from the secret and both nonces, so they are new for each connection.
 * Whatever is wrong ends in an {@link IOException}: to the caller a stranger, a bad code and a broken line are the same.
 */
final class Handshake {
    private static final int VERSION = 2;
    private static final long MAGIC = 0x434c_4950_5249_4e47L;
    private static final int NONCE_BYTES = 32;
    private static final int HELLO_BYTES = Long.BYTES + 5 * Integer.BYTES + NONCE_BYTES;
    private static final byte WELCOME = 1;
    private static final byte[] ACCEPT = "accept:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIALLED = "dialled".getBytes(StandardCharsets.US_ASCII);

    private final RingSecret secret;
    private final byte[] ringId;
    private final int rank;
    private final int size;
    private final int protection;
    private final SecureRandom random = new SecureRandom();

    Handshake(RingTicket ticket, LinkSettings.Protection protection) {
        this.secret = ticket.secret();
        this.ringId = ticket.ringId().getBytes(StandardCharsets.UTF_8);
        this.rank = ticket.rank();
        this.size = ticket.members().size();
        this.protection = protection.code();
    }

    /**
     * What a handshake ends in.
     *
     * @param peer rank of the other member
     * @param keys for this connection, as this side uses them
     */
    record Proof(int peer, LinkKeys keys) {}

    private LinkKeys keys(byte[] hello, byte[] nonce) {
        return secret.keys(concatenate(hello, nonce), ringId);
    }

    /** Proves this member to {@code peer} and the peer to this member. */
    Proof dial(Socket socket, int peer) throws IOException {
        byte[] hello = hello(peer);
        socket.getOutputStream().write(hello);
        byte[] nonce = read(socket, NONCE_BYTES);
        byte[] code = read(socket, RingSecret.BYTES);
        if (!MessageDigest.isEqual(code, secret.code(ACCEPT, hello, nonce, ringId))) {
            throw new IOException("Whoever listens there does not know the secret of this ring");
        }
        socket.getOutputStream().write(secret.code(DIALLED, hello, nonce, ringId));
        if (read(socket, 1)[0] != WELCOME) {
            throw new IOException("The peer did not welcome this member");
        }
        return new Proof(peer, keys(hello, nonce));
    }

    /** Lets a dialler prove itself; its rank is above this member's. */
    Proof accept(Socket socket) throws IOException {
        byte[] hello = read(socket, HELLO_BYTES);
        int from = checkedRank(ByteBuffer.wrap(hello));
        byte[] nonce = nonce();
        socket.getOutputStream().write(concatenate(nonce, secret.code(ACCEPT, hello, nonce, ringId)));
        byte[] code = read(socket, RingSecret.BYTES);
        if (!MessageDigest.isEqual(code, secret.code(DIALLED, hello, nonce, ringId))) {
            throw new IOException("The dialler does not know the secret of this ring");
        }
        socket.getOutputStream().write(WELCOME);
        return new Proof(from, keys(hello, nonce).reversed());
    }

    private byte[] hello(int peer) {
        return ByteBuffer.allocate(HELLO_BYTES)
                .putLong(MAGIC)
                .putInt(VERSION)
                .putInt(rank)
                .putInt(peer)
                .putInt(size)
                .putInt(protection)
                .put(nonce())
                .array();
    }

    private int checkedRank(ByteBuffer hello) throws IOException {
        boolean known = hello.getLong() == MAGIC && hello.getInt() == VERSION;
        int from = hello.getInt();
        int to = hello.getInt();
        if (!known
                || to != rank
                || hello.getInt() != size
                || hello.getInt() != protection
                || from <= rank
                || from >= size) {
            throw new IOException("Not a member of this ring");
        }
        return from;
    }

    private byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] read(Socket socket, int count) throws IOException {
        byte[] bytes = new byte[count];
        new DataInputStream(socket.getInputStream()).readFully(bytes);
        return bytes;
    }
}
