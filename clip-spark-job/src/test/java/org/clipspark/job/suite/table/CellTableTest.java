package org.clipspark.job.suite.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.clipspark.job.suite.cell.SomeCell;
import org.clipspark.job.suite.cell.SuiteTask;
import org.junit.jupiter.api.Test;

class CellTableTest {
    @Test
    void hasOneRowForACellAndOneColumnForAFigure() {
        String csv = CellTable.csv(List.of(
                new SomeCell().metric("acc1", 0.5).metric("acc5", Double.NaN).cell(),
                new SomeCell()
                        .task(SuiteTask.ZEROSHOT_RETRIEVAL)
                        .metric("image_retrieval_recall@5", 0.75)
                        .cell()));

        assertThat(csv.lines())
                .containsExactly(
                        "dataset,model,pretrained,task,language,model_fullname,acc1,acc5,image_retrieval_recall@5",
                        "shapes,run,epoch-0001,zeroshot_classification,en,run epoch-0001,0.5,,",
                        "shapes,run,epoch-0001,zeroshot_retrieval,en,run epoch-0001,,,0.75");
    }
}
