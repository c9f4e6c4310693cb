package org.clipspark.job.embed.part;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** Makes rows of Parquet events, embeddings without a detour over boxed numbers. */
final class EmbeddedRowReadSupport extends ReadSupport<EmbeddedRow> {
    @Override
    public ReadContext init(InitContext context) {
        return new ReadContext(context.getFileSchema());
    }

    @Override
    public RecordMaterializer<EmbeddedRow> prepareForRead(
            Configuration configuration, Map<String, String> facts, MessageType schema, ReadContext context) {
        EmbeddedRowConverter converter = new EmbeddedRowConverter(schema);
        return new RecordMaterializer<>() {
            @Override
            public EmbeddedRow getCurrentRecord() {
                return converter.row();
            }

            @Override
            public GroupConverter getRootConverter() {
                return converter;
            }
        };
    }
}
