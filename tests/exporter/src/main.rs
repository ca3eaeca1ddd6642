//! Lists clusters, and exports the traces and metrics of the calls. The guide on observability shows parts of it.

use std::error::Error;

use atlas_api::{Attempt, Client, Credentials, Hook, Outcome, clusters, http};
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Histogram, Meter, MeterProvider, UpDownCounter};
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{MetricExporter, SpanExporter};
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

// The collector is at OTEL_EXPORTER_OTLP_ENDPOINT, or at http://localhost:4318.
fn export_traces() -> Result<SdkTracerProvider, Box<dyn Error>> {
    let exporter = SpanExporter::builder().with_http().build()?;
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("my-program"));
    tracing_subscriber::registry().with(layer).init();
    Ok(provider)
}

struct Metrics {
    active: UpDownCounter<i64>,
    duration: Histogram<f64>,
}

impl Metrics {
    fn new(meter: &Meter) -> Self {
        Self {
            active: meter
                .i64_up_down_counter("http.client.active_requests")
                .build(),
            duration: meter
                .f64_histogram("http.client.request.duration")
                .with_unit("s")
                .build(),
        }
    }
}

impl Hook for Metrics {
    fn before(&self, _: &Attempt<'_>, _: &mut http::HeaderMap) {
        self.active.add(1, &[]);
    }

    fn after(&self, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
        self.active.add(-1, &[]);
        // The template of the path, not the path: attributes need few distinct values.
        let template = attempt.operation.map_or("raw", |operation| operation.path);
        let mut attributes = vec![
            KeyValue::new("http.request.method", attempt.method.to_string()),
            KeyValue::new("url.template", template),
        ];
        attributes.extend(
            outcome
                .error_type()
                .map(|error| KeyValue::new("error.type", error.to_owned())),
        );
        self.duration
            .record(outcome.elapsed.as_secs_f64(), &attributes);
    }
}

fn export_metrics() -> Result<SdkMeterProvider, Box<dyn Error>> {
    let exporter = MetricExporter::builder().with_http().build()?;
    Ok(SdkMeterProvider::builder()
        .with_periodic_exporter(exporter)
        .build())
}

fn main() -> Result<(), Box<dyn Error>> {
    let (traces, metrics) = (export_traces()?, export_metrics()?);
    let hook = Metrics::new(&metrics.meter("my-program"));
    tokio::runtime::Runtime::new()?.block_on(list_clusters(hook))?;
    // What is not exported yet is exported now.
    traces.shutdown()?;
    metrics.shutdown()?;
    Ok(())
}

async fn list_clusters(hook: Metrics) -> Result<(), atlas_api::Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .hook(hook)
        .build()?;
    let project = std::env::args().nth(1).unwrap_or_default();
    let mut clusters = client.items(clusters::list_clusters(project));
    while let Some(cluster) = clusters.next().await {
        println!("{}", cluster?.name.unwrap_or_default());
    }
    Ok(())
}
