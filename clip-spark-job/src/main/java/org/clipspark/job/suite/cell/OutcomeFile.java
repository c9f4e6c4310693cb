package org.clipspark.job.suite.cell;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Outcomes of a cell: one JSON object a line, compressed by gzip; equal outcomes give equal bytes. */
final class OutcomeFile {
    private OutcomeFile() {}

    static byte[] format(List<Outcome> outcomes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (Outcome outcome : outcomes) {
                ObjectNode node = CellFormat.JSON.valueToTree(outcome);
                out.write((node + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compress outcomes", e);
        }
        return bytes.toByteArray();
    }

    /** Throws {@link IOException} if the bytes are something else. */
    static List<Outcome> parse(byte[] content) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(content)), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                outcomes.add(CellFormat.JSON.readValue(line, Outcome.class));
            }
        }
        return outcomes;
    }
}
