package org.clipspark.job.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** A USTAR archive with nothing in it that changes from one day or machine to the next. */
final class TarWriter implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;
    private static final int CHECKSUM = 148;

    private final Path file;
    private final Path temporary;
    private final OutputStream out;

    TarWriter(Path file) throws IOException {
        this.file = file;
        this.temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        this.out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
    }

    void add(String name, byte[] content) throws IOException {
        out.write(header(name, content.length));
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    /** Ends the archive and gives it its name. */
    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.close();
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what was written unless the archive was finished. */
    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(temporary);
    }

    private static byte[] header(String name, int length) {
        byte[] header = new byte[BLOCK];
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "Member name '" + name + "' has " + encoded.length + " bytes, expected at most " + LONGEST_NAME);
        }
        System.arraycopy(encoded, 0, header, 0, encoded.length);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, String.format(Locale.ROOT, "%011o\0", length));
        put(header, 136, "00000000000\0");
        put(header, CHECKSUM, "        0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xFF;
        }
        put(header, CHECKSUM, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(encoded, 0, header, offset, encoded.length);
    }
}
