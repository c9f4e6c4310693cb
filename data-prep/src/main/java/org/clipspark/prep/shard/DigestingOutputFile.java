package org.clipspark.prep.shard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A Parquet file to write that knows the digest and length of what went through it, and brings its footer into order:
 * equal rows then give equal bytes in every process. The file is written beside the encoding. One stream at a time.
 */
public final class DigestingOutputFile implements OutputFile {
    private final OutputFile file;
    private final MessageDigest digest;
    private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
    private boolean isEnding;
    private long length;

    /** Passes on to that file. */
    public DigestingOutputFile(OutputFile file) {
        this.file = file;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Says that what comes from now on ends with the footer; it is held back until the stream is closed. */
    public void end() {
        isEnding = true;
    }

    /** Hexadecimal SHA-256 of all bytes; the stream must have been closed, and this be called once. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Bytes that were passed on. */
    public long length() {
        return length;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        return digesting(file.create(blockSizeHint));
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        return digesting(file.createOrOverwrite(blockSizeHint));
    }

    @Override
    public boolean supportsBlockSize() {
        return file.supportsBlockSize();
    }

    @Override
    public long defaultBlockSize() {
        return file.defaultBlockSize();
    }

    private PositionOutputStream digesting(PositionOutputStream file) {
        OutputStream out = new WriteBehindStream(file);
        return new PositionOutputStream() {
            @Override
            public long getPos() {
                return length + tail.size();
            }

            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                if (isEnding) {
                    tail.write(bytes, offset, count);
                } else {
                    pass(out, bytes, offset, count);
                }
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }

            @Override
            public void close() throws IOException {
                try {
                    if (tail.size() > 0) {
                        byte[] sorted = FooterOrder.sorted(tail.toByteArray());
                        tail.reset();
                        pass(out, sorted, 0, sorted.length);
                    }
                } finally {
                    out.close();
                }
            }
        };
    }

    private void pass(OutputStream out, byte[] bytes, int offset, int count) throws IOException {
        out.write(bytes, offset, count);
        digest.update(bytes, offset, count);
        length += count;
    }
}
