package org.clipspark.job.embed.part;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.clipspark.prep.shard.DigestingOutputFile;

/** Rows of embeddings as one Parquet file. Equal rows give equal bytes. */
final class PartFile {
    /** Key in the footer under which stands what is not in the rows. */
    private static final String FACTS = "clip.embeddings";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private PartFile() {}

    /** What stands in the footer. */
    record Facts(PartRange range, int texts, List<SkippedRow> skipped) {}

    static void write(DigestingOutputFile file, List<String> columns, EmbeddedUnit unit, Configuration hadoop)
            throws IOException {
        String facts = JSON.writeValueAsString(new Facts(unit.range(), unit.texts(), unit.skipped()));
        Writer builder = new Writer(file, EmbeddingSchema.of(columns), facts);
        try (ParquetWriter<EmbeddedRow> writer = builder.withConf(hadoop)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withDictionaryEncoding(false)
                .build()) {
            for (EmbeddedRow row : unit.rows()) {
                writer.write(row);
            }
            file.end();
        }
    }

    /** What the manifest says of a file with that content. */
    static EmbeddedPart describe(String name, byte[] content) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new BytesInputFile(content))) {
            ParquetMetadata footer = reader.getFooter();
            Map<String, String> stated = footer.getFileMetaData().getKeyValueMetaData();
            Facts facts = JSON.readValue(stated.getOrDefault(FACTS, "{}"), Facts.class);
            return new EmbeddedPart(
                    name,
                    facts.range(),
                    Math.toIntExact(reader.getRecordCount()),
                    facts.texts(),
                    content.length,
                    EmbeddedPart.sha256(name),
                    facts.skipped());
        } catch (JsonProcessingException e) {
            throw new IOException("its footer does not say what it holds: " + e.getOriginalMessage(), e);
        }
    }

    static List<EmbeddedRow> read(byte[] content) throws IOException {
        List<EmbeddedRow> rows = new ArrayList<>();
        try (ParquetReader<EmbeddedRow> reader = new Reader(new BytesInputFile(content)).build()) {
            for (EmbeddedRow row = reader.read(); row != null; row = reader.read()) {
                rows.add(row);
            }
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            // Parquet reports damaged files by several runtime exceptions that have no other class in common.
            throw new IOException("it is no part of embeddings: " + e.getMessage(), e);
        }
        return rows;
    }

    private static final class Writer extends ParquetWriter.Builder<EmbeddedRow, Writer> {
        private final MessageType schema;
        private final String facts;

        Writer(OutputFile file, MessageType schema, String facts) {
            super(file);
            this.schema = schema;
            this.facts = facts;
        }

        @Override
        protected Writer self() {
            return this;
        }

        @Override
        protected WriteSupport<EmbeddedRow> getWriteSupport(Configuration configuration) {
            return new EmbeddedRowWriteSupport(schema, FACTS, facts);
        }
    }

    private static final class Reader extends ParquetReader.Builder<EmbeddedRow> {
        Reader(InputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<EmbeddedRow> getReadSupport() {
            return new EmbeddedRowReadSupport();
        }
    }
}
