import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';

export interface DashboardProps {
  stage: Stage;
  /** One graph each, with its lines. */
  graphs: { title: string; metrics: IMetric[] }[];
}

/** One page for whoever is called at night: what runs, what fails, what waits. */
export class OperationsDashboard extends Construct {
  constructor(scope: Construct, { stage, graphs }: DashboardProps) {
    super(scope, 'Dashboard');
    const dashboard = new Dashboard(this, 'Page', {
      dashboardName: `lapidary-${stage.name}`,
      defaultInterval: Duration.hours(24),
      periodOverride: PeriodOverride.AUTO,
    });
    const widgets = graphs.map(({ title, metrics }) => new GraphWidget({ title, left: metrics, width: 12 }));
    for (let at = 0; at < widgets.length; at += 2) dashboard.addWidgets(...widgets.slice(at, at + 2));
  }
}
