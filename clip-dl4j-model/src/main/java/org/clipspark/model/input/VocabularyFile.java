package org.clipspark.model.input;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The file form of a vocabulary: a header line, then a merge per line; gzip or plain, told apart by the first bytes. */
final class VocabularyFile {
    /** Most merges of a file: more is no vocabulary that a model could embed. */
    static final int MAXIMUM_MERGES = 1 << 20;

    private static final String HEADER = "#clip-spark byte pairs, merges: ";
    // CLIP's file lists five times the merges that its tokenizer uses: those of 49,152 tokens less the bytes.
    private static final String CLIP_HEADER = "bpe_simple_vocab_16e6.txt";
    private static final int CLIP_MERGES = 49_152 - 256 - 2;
    private static final int LONGEST_LINE = 4096;

    private VocabularyFile() {}

    /** The text of a vocabulary file. */
    static BufferedReader open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1F && raw.read() == 0x8B;
            raw.reset();
            InputStream plain = gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
            return new BufferedReader(new InputStreamReader(
                    plain,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** The merges, the two parts of each separated by one space. */
    static List<String> readMerges(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        if (!readLine(lines, line, 1)) {
            throw new IOException("the file is empty");
        }
        String header = line.toString();
        int most = header.contains(CLIP_HEADER) ? CLIP_MERGES : MAXIMUM_MERGES;
        List<String> merges = new ArrayList<>();
        while (merges.size() < most && readLine(lines, line, merges.size() + 2)) {
            merges.add(line.toString());
        }
        if (most == MAXIMUM_MERGES && readLine(lines, line, merges.size() + 2)) {
            throw new IOException("more than " + MAXIMUM_MERGES + " merges");
        }
        check(header, merges.size());
        return merges;
    }

    private static void check(String header, int merges) throws IOException {
        if (header.contains(CLIP_HEADER) && merges != CLIP_MERGES) {
            throw new IOException("the file ends after " + merges + " of " + CLIP_MERGES + " merges");
        }
        if (header.startsWith(HEADER) && !header.equals(HEADER + merges)) {
            throw new IOException(
                    "the header promises " + header.substring(HEADER.length()) + " merges, found " + merges);
        }
    }

    // BufferedReader.readLine would collect a file without line ends, however large, before anyone could object.
    private static boolean readLine(BufferedReader lines, StringBuilder to, int number) throws IOException {
        to.setLength(0);
        int c = lines.read();
        boolean any = c >= 0;
        while (c >= 0 && c != '\n') {
            if (to.length() == LONGEST_LINE) {
                throw new IOException("line " + number + " is longer than " + LONGEST_LINE + " characters");
            }
            if (c != '\r') {
                to.append((char) c);
            }
            c = lines.read();
        }
        return any;
    }

    /** Writes a vocabulary so that the file appears whole or not at all; a name that ends in {@code .gz} packs it. */
    static void write(Path file, List<String> merges) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            writeMerges(part, file.toString().endsWith(".gz"), merges);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void writeMerges(Path part, boolean gzip, List<String> merges) throws IOException {
        try (OutputStream out = Files.newOutputStream(part);
                OutputStream packed = gzip ? new GZIPOutputStream(out, 1 << 16) : out;
                BufferedWriter text = new BufferedWriter(new OutputStreamWriter(packed, StandardCharsets.UTF_8))) {
            text.write(HEADER + merges.size() + "\n");
            for (String merge : merges) {
                text.write(merge);
                text.write('\n');
            }
        }
    }
}
