package org.clipspark.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** The arrows of docs/architecture.md, checked. */
@AnalyzeClasses(packages = "org.clipspark.job", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyTheCommandsKnowTheCommands = noClasses()
            .that()
            .resideInAPackage("org.clipspark.job.*..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.clipspark.job", "picocli..");

    @ArchTest
    static final ArchRule hasNoPackageWithoutAConcept =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..core..", "..base..", "..misc..");

    @ArchTest
    static final ArchRule hasNoCycles = slices().matching("org.clipspark.job.(**)")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule neverPrints = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule logsThroughSlf4j = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
